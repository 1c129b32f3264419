import { Money } from '../../kernel/domain/money.ts';
import type { Facts, Wording } from './wording.ts';

export function confirmPayment({ name, description, amount, currency, link }: Facts): Wording {
  const total = String(Money.of(Number(amount), String(currency)));
  return {
    subject: `Please confirm your payment of ${total}`,
    paragraphs: [
      `Hello ${name},`,
      'your bank asks you to confirm a payment before it takes the money.',
      `${description}\nTotal: ${total}`,
      `Please do so within a day, or nothing is charged:\n${link}`,
    ],
  };
}
