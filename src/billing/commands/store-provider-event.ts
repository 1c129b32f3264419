import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { ProviderEvent, ProviderEvents, type VerifiedEvent } from '../domain/provider-event.ts';

/** @throws AlreadyReceived for every delivery but the first */
export class StoreProviderEvent extends Command<void> {
  constructor(
    readonly provider: string,
    readonly event: VerifiedEvent,
  ) {
    super();
  }
}

@CommandHandler(StoreProviderEvent)
export class StoreProviderEventHandler implements ICommandHandler<StoreProviderEvent> {
  constructor(
    private readonly events: ProviderEvents,
    private readonly clock: Clock,
  ) {}

  async execute({ provider, event }: StoreProviderEvent): Promise<void> {
    this.events.add(ProviderEvent.receive(newId(), provider, event, this.clock.now()));
  }
}
