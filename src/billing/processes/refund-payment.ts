import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import type { RefundView } from '../billing.contract.ts';
import { LoseTrackOfRefund } from '../commands/lose-track-of-refund.ts';
import { RecordRefunds } from '../commands/record-refunds.ts';
import { RequestRefund } from '../commands/request-refund.ts';
import { OutcomeUnknown } from '../domain/payment.errors.ts';
import type { RefundRequest } from '../domain/refund.ts';
import { type ProviderRefund, RefundGateway } from '../domain/refund-gateway.ts';
import { GetOpenRefund, type OpenRefund } from '../queries/get-open-refund.ts';
import { GetRefund } from '../queries/get-refund.ts';
import { askProvider } from './ask-provider.ts';

/** The reserve is committed, then the provider is asked, then its answer is recorded: a crash between any two is picked up again. */
@Injectable()
export class RefundPayment {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly gateway: RefundGateway,
    private readonly clock: Clock,
  ) {}

  /**
   * Gives back a payment or a part of it, once, however often the same operation asks.
   * @throws what RequestRefund throws
   * @throws OutcomeUnknown when the provider does not answer; the same operation repeated goes on where this one stopped
   */
  async refund(paymentId: string, request: RefundRequest, byStaff: boolean): Promise<RefundView> {
    const { refundId } = await this.commands.execute(new RequestRefund(paymentId, request, byStaff));
    await this.resume(refundId);
    return this.queries.execute(new GetRefund(refundId));
  }

  /** Finds out what became of a refund. @throws OutcomeUnknown */
  async resume(refundId: string): Promise<void> {
    const open = await this.queries.execute(new GetOpenRefund(refundId));
    if (!open) return;
    const told = await this.ask(open).catch(async error => {
      const keyIsSpent = error instanceof OutcomeUnknown && error.keyIsSpent;
      await this.commands.execute(new LoseTrackOfRefund(open.paymentId, refundId, keyIsSpent));
      throw error;
    });
    await this.commands.execute(new RecordRefunds(open.paymentId, told));
  }

  private ask(open: OpenRefund): Promise<readonly ProviderRefund[]> {
    const { refundId, providerId, providerPaymentId, state, askedAt, spentAt } = open;
    let others: readonly ProviderRefund[] = [];
    const order = {
      askedAt,
      spentAt,
      wasSent: state !== 'pending' || providerId !== null,
      send: async () => [...others, await this.gateway.refund(open)],
      look: async () => {
        others = await this.gateway.refundsOf(providerPaymentId);
        return providerId !== null || others.some(refund => refund.refundId === refundId) ? others : undefined;
      },
      neverMade: () => [...others, neverMade(open)],
    };
    return askProvider(order, this.clock.now());
  }
}

function neverMade({ refundId, amount }: OpenRefund): ProviderRefund {
  const failure = { code: 'never_made', message: 'The payment provider has not made this refund.' };
  return { id: null, refundId, amount: amount.amount, state: 'failed', failure, fee: null };
}
