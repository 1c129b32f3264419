import { newId } from '../../kernel/domain/ids.ts';
import { Dispute, type DisputeStep } from '../domain/dispute.ts';
import type { ProviderDispute } from '../domain/dispute-gateway.ts';
import type { Payment } from '../domain/payment.ts';
import { NOON } from './payments.ts';

export const DUE = new Date('2026-03-10T12:00:00.000Z');

/** What the provider says, stage by stage, of a dispute that is lost or won in the end. */
export const STAGES = {
  inquiry: { state: 'inquiry', funds: 'kept', fee: null, returnedFee: null },
  opened: { state: 'needs_response', funds: 'withdrawn', fee: 1_500, returnedFee: null },
  answered: { state: 'under_review', funds: 'withdrawn', fee: 1_500, returnedFee: null },
  lost: { state: 'lost', funds: 'withdrawn', fee: 1_500, returnedFee: null },
  won: { state: 'won', funds: 'returned', fee: 1_500, returnedFee: -1_500 },
} as const satisfies Record<string, Partial<ProviderDispute>>;
export type Stage = keyof typeof STAGES;

/** What the provider says of a dispute of 49.99 USD, unless told otherwise. */
export function disputed(stage: Stage, traits: Partial<ProviderDispute> = {}): ProviderDispute {
  const about = {
    id: 'dp_1',
    amount: 4_999,
    currency: 'USD',
    reason: 'fraudulent',
    evidenceDueAt: DUE,
    openedAt: NOON,
  };
  return { ...about, ...STAGES[stage], ...traits };
}

/** A dispute that we have heard of, and of which nothing is known yet. */
export function aDispute(payment: Payment, traits: Partial<ProviderDispute> = {}): Dispute {
  const { amount, currency } = payment.amount;
  return Dispute.takeIn(newId(), payment, disputed('inquiry', { amount, currency, ...traits }));
}

/** Tells a dispute something and has its payment follow. */
export function tell(payment: Payment, dispute: Dispute, news: ProviderDispute): DisputeStep[] {
  const wasLost = dispute.isLost;
  const steps = dispute.learn(news, NOON);
  for (const step of steps) {
    if (step === 'withdrawn') payment.withdraw(dispute);
    if (step === 'returned') payment.reinstate(dispute);
    if (step === 'won' || step === 'lost') payment.closeDispute(dispute, step === 'won');
  }
  if (wasLost && !dispute.isLost) payment.recover(dispute);
  return steps;
}
