import { Injectable } from '@nestjs/common';
import Stripe from 'stripe';
import { BalanceGateway, type ProviderBalance, type ProviderTransaction } from '../domain/balance-gateway.ts';
import { answered } from './answered.ts';
import { ownIdIn } from './own-id.ts';
import { secondsOf } from './seconds-of.ts';

const PAGE = 100;

type Subject = Pick<ProviderTransaction, 'subject' | 'subjectId' | 'sourceId'>;

@Injectable()
export class StripeBalanceGateway extends BalanceGateway {
  constructor(private readonly stripe: Stripe) {
    super();
  }

  override async *transactions(from: Date, until: Date): AsyncGenerator<readonly ProviderTransaction[]> {
    const created = { gte: secondsOf(from), lte: secondsOf(until) };
    for (let last: string | undefined; ; ) {
      const after = last === undefined ? {} : { starting_after: last };
      const page = await answered(() =>
        this.stripe.balanceTransactions.list({ created, limit: PAGE, expand: ['data.source'], ...after }),
      );
      yield page.data.map(told);
      last = page.data.at(-1)?.id;
      if (!page.has_more || last === undefined) return;
    }
  }

  override async balances(): Promise<readonly ProviderBalance[]> {
    const { available, pending } = await answered(() => this.stripe.balance.retrieve());
    const sums = new Map<string, number>();
    for (const { amount, currency } of [...available, ...pending])
      sums.set(currency.toUpperCase(), amount + (sums.get(currency.toUpperCase()) ?? 0));
    return [...sums].map(([currency, amount]) => ({ currency, amount }));
  }
}

function told({ id, created, type, source, currency, amount, fee }: Stripe.BalanceTransaction): ProviderTransaction {
  const common = { id, createdAt: new Date(created * 1_000), type, amount, fee, currency: currency.toUpperCase() };
  return { ...common, ...subjectOf(source) };
}

/** Our own objects carry their id, which is there before we know Stripe's. */
function subjectOf(source: Stripe.BalanceTransaction['source']): Subject {
  if (!source || typeof source === 'string') return { subject: 'other', subjectId: null, sourceId: source };
  switch (source.object) {
    case 'charge': {
      const { id, payment_intent, metadata } = source;
      return { subject: 'payment', subjectId: ownIdIn(metadata, 'payment_id'), sourceId: idOf(payment_intent) ?? id };
    }
    case 'refund':
      return { subject: 'refund', subjectId: ownIdIn(source.metadata, 'refund_id'), sourceId: source.id };
    case 'dispute':
      return { subject: 'dispute', subjectId: null, sourceId: source.id };
    case 'transfer':
      return { subject: 'payout', subjectId: ownIdIn(source.metadata, 'payout_id'), sourceId: source.id };
    case 'transfer_reversal':
      return { subject: 'payout', subjectId: null, sourceId: idOf(source.transfer) };
    default:
      return { subject: 'other', subjectId: null, sourceId: 'id' in source ? source.id : null };
  }
}

function idOf(reference: string | { id: string } | null): string | null {
  return typeof reference === 'string' ? reference : (reference?.id ?? null);
}
