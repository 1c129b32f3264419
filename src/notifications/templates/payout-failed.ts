import { Money } from '../../kernel/domain/money.ts';
import type { Facts, Wording } from './wording.ts';

export function payoutFailed({ name, amount, currency, payoutId, reason }: Facts): Wording {
  const sum = String(Money.of(Number(amount), String(currency)));
  return {
    subject: `Your payout of ${sum} has failed`,
    paragraphs: [
      `Hello ${name},`,
      'your earnings could not be paid out. They are still yours: the next payout takes them up.',
      `Reason: ${reason}\nPayout: ${sum}\nNumber: ${payoutId}`,
    ],
  };
}
