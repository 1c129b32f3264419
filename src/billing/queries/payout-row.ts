import type { PayoutView } from '../billing.contract.ts';

export const PAYOUT_COLUMNS = [
  'id',
  'amount',
  'currency',
  'state',
  'reversed',
  'failure',
  'requested_at',
  'run_id',
] as const;

type PayoutRow = Pick<PayoutView, 'id' | 'state' | 'failure'> & {
  amount: number;
  currency: string;
  reversed: number;
  requested_at: Date;
  run_id: string | null;
};

export function payoutFrom(row: { [column: string]: unknown }): PayoutView {
  const { amount, currency, reversed, requested_at, run_id, ...same } = row as unknown as PayoutRow;
  return {
    ...same,
    amount: { amount, currency },
    reversed: { amount: reversed, currency },
    requestedAt: requested_at.toISOString(),
    runId: run_id,
  };
}
