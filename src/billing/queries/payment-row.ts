import type { PaymentView } from '../billing.contract.ts';

export const PAYMENT_COLUMNS = [
  'id',
  'purpose',
  'reference',
  'description',
  'state',
  'amount',
  'currency',
  'refunded',
  'failure',
  'created_at',
] as const;

type PaymentRow = Omit<PaymentView, 'amount' | 'refunded' | 'createdAt'> & {
  amount: number;
  currency: string;
  refunded: number;
  created_at: Date;
};

export function paymentFrom(row: { [column: string]: unknown }): PaymentView {
  const { amount, currency, refunded, created_at, ...same } = row as unknown as PaymentRow;
  return {
    ...same,
    amount: { amount, currency },
    refunded: { amount: refunded, currency },
    createdAt: created_at.toISOString(),
  };
}
