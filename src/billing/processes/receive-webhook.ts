import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { StoreProviderEvent } from '../commands/store-provider-event.ts';
import { AlreadyReceived } from '../domain/provider-event.errors.ts';
import { EventVerifier } from '../domain/provider-event.ts';

/** Keeps a provider's notice before anything is made of it, so that none is lost and the provider is answered at once. */
@Injectable()
export class ReceiveWebhook {
  constructor(
    private readonly commands: CommandBus,
    private readonly verifier: EventVerifier,
  ) {}

  /** @throws InvalidSignature, WebhookDisabled */
  async receive(body: Buffer, signature: string | undefined): Promise<void> {
    const event = this.verifier.verify(body, signature);
    await this.commands.execute(new StoreProviderEvent(this.verifier.provider, event)).catch(error => {
      if (!(error instanceof AlreadyReceived)) throw error;
    });
  }
}
