import { type Entry, Ledger, type Posting, reversed } from '../../kernel/domain/ledger.ts';

/** The ledger of tokens. What learners hold is a liability of the platform; what was issued is the other side of it. */
export abstract class TokenLedger extends Ledger {}

export const TOKEN = 'TOKEN';

/** The kind of a posting that takes an award back. */
export const WITHDRAWAL = 'withdrawal';

export const walletOf = (learnerId: string) => `wallet:${learnerId}`;

/** @param source what earned it: with the rule and the learner it makes the award unique */
export const referenceOf = (learnerId: string, rule: string, source: string) => `${rule}:${source}:${learnerId}`;

export function awardOf(learnerId: string, rule: string, source: string, amount: number, now: Date): Posting {
  return {
    reference: referenceOf(learnerId, rule, source),
    kind: rule,
    occurredAt: now,
    entries: [
      { account: 'issued', amount: -amount, currency: TOKEN },
      { account: walletOf(learnerId), amount, currency: TOKEN },
    ],
  };
}

/** Follows what was really awarded, whatever the rule gives by now. */
export function withdrawalOf(reference: string, award: readonly Entry[], now: Date): Posting {
  return { reference: `${reference}:withdrawal`, kind: WITHDRAWAL, occurredAt: now, entries: reversed(award) };
}
