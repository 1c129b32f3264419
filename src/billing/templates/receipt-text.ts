import { Money } from '../../kernel/domain/money.ts';
import type { ReceiptView } from '../queries/receipt.view.ts';

/** What a receipt says to people, whatever it is printed as. */
export interface ReceiptText {
  readonly title: string;
  readonly facts: readonly { readonly term: string; readonly text: string }[];
  readonly lines: readonly { readonly description: string; readonly amount: string }[];
  readonly total: string;
}

export function textOf(receipt: ReceiptView): ReceiptText {
  const { number, issuedAt, seller, payer, paymentMethod, paymentId, lines, amount } = receipt;
  const facts = [
    { term: 'Date', text: `${issuedAt.slice(0, 10)} ${issuedAt.slice(11, 16)} UTC` },
    { term: 'Seller', text: [seller.name, seller.address].filter(Boolean).join(', ') },
    { term: 'Paid by', text: payer ? `${payer.name}, ${payer.email}` : '' },
    { term: 'Paid with', text: paymentMethod?.replaceAll('_', ' ') ?? '' },
    { term: 'Payment', text: paymentId },
  ];
  return {
    title: `Receipt ${number}`,
    facts: facts.filter(({ text }) => text !== ''),
    lines: lines.map(line => ({ description: line.description, amount: written(line.amount) })),
    total: written(amount),
  };
}

function written({ amount, currency }: ReceiptView['amount']): string {
  return String(Money.of(amount, currency));
}
