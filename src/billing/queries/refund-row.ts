import type { RefundView } from '../billing.contract.ts';

export const REFUND_COLUMNS = [
  'id',
  'payment_id',
  'amount',
  'currency',
  'reason',
  'note',
  'state',
  'failure',
  'requested_at',
] as const;

type RefundRow = Pick<RefundView, 'id' | 'reason' | 'note' | 'state' | 'failure'> & {
  payment_id: string;
  amount: number;
  currency: string;
  requested_at: Date;
};

export function refundFrom(row: { [column: string]: unknown }): RefundView {
  const { payment_id, amount, currency, requested_at, ...same } = row as unknown as RefundRow;
  return { ...same, paymentId: payment_id, amount: { amount, currency }, requestedAt: requested_at.toISOString() };
}
