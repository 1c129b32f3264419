import type { PaymentView } from '../billing.contract.ts';

export const PAYMENT_COLUMNS = [
  'id',
  'purpose',
  'reference',
  'description',
  'state',
  'amount',
  'currency',
  'failure',
  'created_at',
] as const;

type PaymentRow = Omit<PaymentView, 'amount' | 'createdAt'> & { amount: number; currency: string; created_at: Date };

export function paymentFrom(row: { [column: string]: unknown }): PaymentView {
  const { amount, currency, created_at, ...same } = row as unknown as PaymentRow;
  return { ...same, amount: { amount, currency }, createdAt: created_at.toISOString() };
}
