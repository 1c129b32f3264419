import { Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import { type ProviderRefund, RefundGateway, type RefundOrder } from '../domain/refund-gateway.ts';
import { answered } from './answered.ts';
import { exchangeOf } from './exchange-of.ts';

/** More than any payment has. */
const MOST = 10_000;

const STATES: Readonly<Record<string, ProviderRefund['state']>> = {
  succeeded: 'succeeded',
  failed: 'failed',
  canceled: 'failed',
};

@Injectable()
export class StripeRefundGateway extends RefundGateway {
  constructor(private readonly stripe: Stripe) {
    super();
  }

  override async refund(order: RefundOrder): Promise<ProviderRefund> {
    const { refundId, paymentId, providerPaymentId, amount, reason } = order;
    const request = {
      payment_intent: providerPaymentId,
      amount: amount.amount,
      metadata: { refund_id: refundId, payment_id: paymentId },
      expand: ['balance_transaction'],
      // Stripe has no word for any other reason.
      ...(reason !== 'other' && { reason }),
    };
    try {
      const idempotencyKey = `refund:${refundId}`;
      return told(await answered(() => this.stripe.refunds.create(request, { idempotencyKey })));
    } catch (error) {
      if (error instanceof Stripe.errors.StripeInvalidRequestError) return refused(order, error);
      throw error;
    }
  }

  override async refundsOf(providerPaymentId: string): Promise<ProviderRefund[]> {
    const page = { payment_intent: providerPaymentId, limit: 100, expand: ['data.balance_transaction'] };
    const refunds = await answered(() => this.stripe.refunds.list(page).autoPagingToArray({ limit: MOST }));
    return refunds.map(told);
  }
}

function told(refund: Stripe.Refund): ProviderRefund {
  const { id, amount, currency, status, metadata, failure_reason: reason, balance_transaction: transaction } = refund;
  const state = STATES[status ?? ''] ?? 'pending';
  return {
    id,
    refundId: metadata?.refund_id ?? null,
    amount,
    state,
    failure:
      state === 'failed' ? { code: reason ?? 'unknown', message: 'The bank did not take the money back.' } : null,
    ...(transaction && typeof transaction === 'object'
      ? { fee: transaction.fee, exchange: exchangeOf(transaction, currency) }
      : { fee: null }),
  };
}

function refused({ refundId, amount }: RefundOrder, { code, message }: Stripe.errors.StripeError): ProviderRefund {
  const failure = { code: code ?? 'unknown', message };
  return { id: null, refundId, amount: amount.amount, state: 'failed', failure, fee: null };
}
