import { Ledger, type Posting } from '../../kernel/domain/ledger.ts';

/** The ledger of tokens. What learners hold is a liability of the platform; what was issued is the other side of it. */
export abstract class TokenLedger extends Ledger {}

export const TOKEN = 'TOKEN';

export const walletOf = (learnerId: string) => `wallet:${learnerId}`;

/** @param source what earned it: with the rule and the learner it makes the award unique */
export function awardOf(learnerId: string, rule: string, source: string, amount: number, now: Date): Posting {
  return {
    reference: `${rule}:${source}:${learnerId}`,
    kind: rule,
    occurredAt: now,
    entries: [
      { account: 'issued', amount: -amount, currency: TOKEN },
      { account: walletOf(learnerId), amount, currency: TOKEN },
    ],
  };
}
