import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApplyProviderEvent } from '../commands/apply-provider-event.ts';
import { PaymentGateway } from '../domain/payment-gateway.ts';
import { RefundGateway } from '../domain/refund-gateway.ts';
import { GetProviderEvent } from '../queries/get-provider-event.ts';
import { HearOfPayouts } from './hear-of-payouts.ts';
import { RefreshMethods } from './refresh-methods.ts';

/**
 * An event only says that something happened. What a payment, its refunds or the kept methods are now is asked of the provider,
 * so that events may come late, twice and in any order.
 */
@Injectable()
export class HandleProviderEvent {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly gateway: PaymentGateway,
    private readonly refunds: RefundGateway,
    private readonly payouts: HearOfPayouts,
    private readonly methods: RefreshMethods,
  ) {}

  async handle(providerEventId: string): Promise<void> {
    const event = await this.queries.execute(new GetProviderEvent(providerEventId));
    if (!event) return;
    const { paymentId, providerPaymentId, settled, tellsOfRefund, methodsOf } = event;
    if (methodsOf) await this.methods.refresh(methodsOf);
    const news = paymentId &&
      providerPaymentId && {
        paymentId,
        outcome: settled ? undefined : await this.gateway.find(providerPaymentId),
        refunds: tellsOfRefund ? await this.refunds.refundsOf(providerPaymentId) : [],
      };
    const effects = await this.payouts.effectsOf(providerEventId);
    await this.commands.execute(new ApplyProviderEvent(providerEventId, news || undefined, effects));
  }
}
