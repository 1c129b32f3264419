import { Money } from '../../kernel/domain/money.ts';
import type { Facts, Wording } from './wording.ts';

export function refunded({ name, description, amount, currency, paymentId }: Facts): Wording {
  const refund = String(Money.of(Number(amount), String(currency)));
  return {
    subject: `Your refund of ${refund}`,
    paragraphs: [
      `Hello ${name},`,
      'we have given back what you paid. Your bank may take some days to show it.',
      `${description}\nRefund: ${refund}\nPayment: ${paymentId}`,
    ],
  };
}
