import { Money } from '../../kernel/domain/money.ts';
import type { Facts, Wording } from './wording.ts';

export function payoutPaid({ name, amount, currency, payoutId }: Facts): Wording {
  const sum = String(Money.of(Number(amount), String(currency)));
  return {
    subject: `Your payout of ${sum}`,
    paragraphs: [
      `Hello ${name},`,
      'we have paid out what you earned to your account at Stripe, which passes it on to your bank.',
      `Payout: ${sum}\nNumber: ${payoutId}`,
    ],
  };
}
