import { Money } from '../../kernel/domain/money.ts';
import type { Facts, Wording } from './wording.ts';

export function receipt({ name, description, amount, currency, paymentId }: Facts): Wording {
  const total = String(Money.of(Number(amount), String(currency)));
  return {
    subject: `Your receipt for ${total}`,
    paragraphs: [
      `Hello ${name},`,
      'thank you for your purchase.',
      `${description}\nTotal: ${total}\nPayment: ${paymentId}`,
    ],
  };
}
