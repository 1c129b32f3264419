import type { DisputeView } from '../billing.contract.ts';

export const DISPUTE_COLUMNS = [
  'id',
  'payment_id',
  'amount',
  'currency',
  'reason',
  'state',
  'funds',
  'evidence_due_at',
  'opened_at',
  'closed_at',
] as const;

type DisputeRow = Pick<DisputeView, 'id' | 'reason' | 'state' | 'funds'> & {
  payment_id: string;
  amount: number;
  currency: string;
  evidence_due_at: Date | null;
  opened_at: Date;
  closed_at: Date | null;
};

export function disputeFrom(row: { [column: string]: unknown }): DisputeView {
  const { payment_id, amount, currency, evidence_due_at, opened_at, closed_at, ...same } = row as unknown as DisputeRow;
  return {
    ...same,
    paymentId: payment_id,
    amount: { amount, currency },
    evidenceDueAt: evidence_due_at?.toISOString() ?? null,
    openedAt: opened_at.toISOString(),
    closedAt: closed_at?.toISOString() ?? null,
  };
}
