import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import type { ProviderPayment } from '../domain/payment-gateway.ts';
import { ProviderEvents } from '../domain/provider-event.ts';
import { RecordOutcome } from './record-outcome.ts';

/** Marks a provider's event as handled, in the transaction of its effect. */
export class ApplyProviderEvent extends Command<void> {
  constructor(
    readonly providerEventId: string,
    /** What the provider says now of the payment that the event is about; undefined when there is nothing new to learn. */
    readonly news: { readonly paymentId: string; readonly outcome: ProviderPayment } | undefined,
  ) {
    super();
  }
}

@CommandHandler(ApplyProviderEvent)
export class ApplyProviderEventHandler implements ICommandHandler<ApplyProviderEvent> {
  constructor(
    private readonly events: ProviderEvents,
    private readonly commands: CommandBus,
    private readonly clock: Clock,
  ) {}

  async execute({ providerEventId, news }: ApplyProviderEvent): Promise<void> {
    const event = await this.events.lock(providerEventId);
    if (!event || event.isHandled) return;
    if (news) await this.commands.execute(new RecordOutcome(news.paymentId, news.outcome));
    event.handle(this.clock.now());
  }
}
