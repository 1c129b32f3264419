import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApplyProviderEvent, type ProviderNews } from '../commands/apply-provider-event.ts';
import { DisputeGateway } from '../domain/dispute-gateway.ts';
import { PaymentGateway } from '../domain/payment-gateway.ts';
import { RefundGateway } from '../domain/refund-gateway.ts';
import { GetCollectable } from '../queries/get-collectable.ts';
import { GetProviderEvent, type WaitingEvent } from '../queries/get-provider-event.ts';
import { HearOfPayouts } from './hear-of-payouts.ts';
import { RefreshMethods } from './refresh-methods.ts';

/**
 * An event only says that something happened. What a payment, its refunds, its disputes or the kept methods are now is asked of the
 * provider, so that events may come late, twice and in any order.
 */
@Injectable()
export class HandleProviderEvent {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly gateway: PaymentGateway,
    private readonly refunds: RefundGateway,
    private readonly disputes: DisputeGateway,
    private readonly payouts: HearOfPayouts,
    private readonly methods: RefreshMethods,
  ) {}

  async handle(providerEventId: string): Promise<void> {
    const event = await this.queries.execute(new GetProviderEvent(providerEventId));
    if (!event) return;
    if (event.methodsOf) await this.methods.refresh(event.methodsOf);
    // What is about a payment is about no payout.
    const effects = event.providerPaymentId ? [] : await this.payouts.effectsOf(providerEventId);
    await this.commands.execute(new ApplyProviderEvent(providerEventId, await this.newsOf(event), effects));
  }

  private async newsOf(event: WaitingEvent): Promise<ProviderNews | undefined> {
    const { providerPaymentId, settled, tellsOfRefund, tellsOfDispute } = event;
    if (!providerPaymentId) return undefined;
    const paymentId = event.paymentId ?? (await this.namedBy(providerPaymentId));
    if (!paymentId) return undefined;
    // The payment comes last, so that one of which something was taken back is known to have succeeded.
    const refunds = tellsOfRefund ? await this.refunds.refundsOf(providerPaymentId) : [];
    const disputes = tellsOfDispute ? await this.disputes.disputesOf(providerPaymentId) : [];
    const outcome = settled ? undefined : await this.gateway.find(providerPaymentId);
    return { paymentId, outcome, refunds, disputes };
  }

  /** What the bank does to a payment names no payment of ours, and can be heard of before the answer to its charge. */
  private async namedBy(providerPaymentId: string): Promise<string | undefined> {
    const paymentId = await this.gateway.paymentIdOf(providerPaymentId);
    return paymentId ? (await this.queries.execute(new GetCollectable({ paymentId })))?.paymentId : undefined;
  }
}
