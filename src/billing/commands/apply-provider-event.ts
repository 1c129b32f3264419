import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import type { ProviderDispute } from '../domain/dispute-gateway.ts';
import type { ProviderPayment } from '../domain/payment-gateway.ts';
import { ProviderEvents } from '../domain/provider-event.ts';
import type { ProviderRefund } from '../domain/refund-gateway.ts';
import { RecordDisputes } from './record-disputes.ts';
import { RecordOutcome } from './record-outcome.ts';
import { RecordRefunds } from './record-refunds.ts';

/** What the provider says now of a payment, where there is anything to learn, of its refunds and its disputes. */
export interface ProviderNews {
  readonly paymentId: string;
  readonly outcome: ProviderPayment | undefined;
  readonly refunds: readonly ProviderRefund[];
  readonly disputes: readonly ProviderDispute[];
}

/** Marks a provider's event as handled, in the transaction of its effect. */
export class ApplyProviderEvent extends Command<void> {
  constructor(
    readonly providerEventId: string,
    /** Undefined when the event is about no payment of ours. */
    readonly news: ProviderNews | undefined,
    /** What else it calls for, each in a command of its own. */
    readonly effects: readonly Command<unknown>[] = [],
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

  async execute({ providerEventId, news, effects }: ApplyProviderEvent): Promise<void> {
    const event = await this.events.lock(providerEventId);
    if (!event || event.isHandled) return;
    if (news?.outcome) await this.commands.execute(new RecordOutcome(news.paymentId, news.outcome));
    if (news?.refunds.length) await this.commands.execute(new RecordRefunds(news.paymentId, news.refunds));
    if (news?.disputes.length) await this.commands.execute(new RecordDisputes(news.paymentId, news.disputes));
    for (const effect of effects) await this.commands.execute(effect);
    event.handle(this.clock.now());
  }
}
