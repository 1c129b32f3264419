import type { Payer, ReceiptLine, Seller } from '../domain/receipt.ts';
import type { ReceiptView } from './receipt.view.ts';

export const RECEIPT_COLUMNS = [
  'r.id',
  'r.number',
  'r.issued_at',
  'r.payer',
  'r.seller',
  'r.description',
  'r.amount',
  'r.currency',
  'r.payment_method',
  'r.lines',
] as const;

interface ReceiptRow {
  id: string;
  number: string;
  issued_at: Date;
  payer: Payer | null;
  seller: Seller;
  description: string;
  amount: number;
  currency: string;
  payment_method: string | null;
  lines: ReceiptLine[];
}

export function receiptFrom(row: { [column: string]: unknown }): ReceiptView {
  const { id, number, issued_at, payer, seller, description, amount, currency, payment_method, lines } =
    row as unknown as ReceiptRow;
  return {
    number,
    paymentId: id,
    issuedAt: issued_at.toISOString(),
    payer,
    seller,
    description,
    lines: lines.map(line => ({ ...line, amount: { amount: line.amount, currency } })),
    amount: { amount, currency },
    paymentMethod: payment_method,
  };
}
