import { Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import { type DisputeAnswer, DisputeGateway, type ProviderDispute } from '../domain/dispute-gateway.ts';
import { answered } from './answered.ts';
import { exchangeOf } from './exchange-of.ts';

/** More than any payment has. */
const MOST = 10_000;

const STATES: Readonly<Record<string, ProviderDispute['state']>> = {
  warning_needs_response: 'inquiry',
  warning_under_review: 'inquiry',
  warning_closed: 'won',
  needs_response: 'needs_response',
  won: 'won',
  lost: 'lost',
  // Given back to the payer before it came to a dispute.
  prevented: 'lost',
};

@Injectable()
export class StripeDisputeGateway extends DisputeGateway {
  constructor(private readonly stripe: Stripe) {
    super();
  }

  override async disputesOf(providerPaymentId: string): Promise<ProviderDispute[]> {
    const page = { payment_intent: providerPaymentId, limit: 100 };
    const disputes = await answered(() => this.stripe.disputes.list(page).autoPagingToArray({ limit: MOST }));
    return disputes.map(told);
  }

  override async answer(providerId: string, { evidence }: DisputeAnswer): Promise<void> {
    const wish = { evidence: { uncategorized_text: evidence ?? '' }, submit: true };
    // Stripe takes one answer, so it needs no key of ours, under which it would keep an error of its own beyond the deadline.
    try {
      if (evidence === null) await answered(() => this.stripe.disputes.close(providerId));
      else await answered(() => this.stripe.disputes.update(providerId, wish));
    } catch (error) {
      // It was answered at Stripe meanwhile, or the bank has decided.
      if (!(error instanceof Stripe.errors.StripeInvalidRequestError)) throw error;
    }
  }
}

function told(dispute: Stripe.Dispute): ProviderDispute {
  const { id, amount, currency, reason, status, created, evidence_details, balance_transactions } = dispute;
  const withdrawal = balance_transactions.find(({ amount }) => amount < 0);
  const deposit = balance_transactions.find(({ amount }) => amount > 0);
  return {
    id,
    amount,
    currency: currency.toUpperCase(),
    reason,
    // A status newer than this code is one more way of not being decided.
    state: STATES[status] ?? 'under_review',
    funds: deposit ? 'returned' : withdrawal ? 'withdrawn' : 'kept',
    fee: withdrawal?.fee ?? null,
    exchange: withdrawal ? exchangeOf(withdrawal, currency) : null,
    returnedFee: deposit?.fee ?? null,
    returnedExchange: deposit ? exchangeOf(deposit, currency) : null,
    evidenceDueAt: instant(evidence_details.due_by),
    openedAt: new Date(created * 1_000),
  };
}

/** Stripe says 0 where there is nothing left to be said. */
function instant(seconds: number | null): Date | null {
  return seconds ? new Date(seconds * 1_000) : null;
}
