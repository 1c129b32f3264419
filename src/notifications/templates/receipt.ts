import { Money } from '../../kernel/domain/money.ts';
import type { Facts, Wording } from './wording.ts';

export function receipt({ name, number, description, amount, currency, paymentId, link }: Facts): Wording {
  const total = String(Money.of(Number(amount), String(currency)));
  return {
    subject: `Your receipt for ${total}`,
    paragraphs: [
      `Hello ${name},`,
      'thank you for your purchase.',
      `${description}\nTotal: ${total}\nReceipt: ${number}\nPayment: ${paymentId}`,
      `You can read and keep the receipt here:\n${link}`,
    ],
  };
}
