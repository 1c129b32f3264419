import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { MAX_CHARGE, Money } from '../../kernel/domain/money.ts';
import { Payment } from '../domain/payment.ts';
import { NOON } from '../testing/payments.ts';
import { paymentMapping } from './payment.mapping.ts';

describe('The mapping of a payment', () => {
  it('brings every field back, and its amount as money', async () => {
    const payment = new Payment(
      newId(),
      newId(),
      'course_purchase',
      newId(),
      Money.of(MAX_CHARGE, 'KWD'),
      [
        { payeeId: newId(), amount: 3_499 },
        { payeeId: newId(), amount: 0 },
      ],
      'Course: Ça va?',
      NOON,
      newId(),
      'failed',
      'pm_card_visa',
      'pi_1',
      { code: 'card_declined', message: 'Your card was declined.' },
      175,
      new Date('2026-03-01T12:00:01.234Z'),
      newId(),
      true,
      3,
      new Date('2026-03-01T13:00:00.001Z'),
      1_000,
      2_000,
      3_000,
      500,
      99_999_999,
      { currency: 'USD', gross: 162_500, rate: 3.25 },
      new Date('2026-03-01T12:01:00.002Z'),
    );
    const loaded = await stored(paymentMapping, payment);
    expect({ ...loaded }).toEqual({ ...payment });
    expect(loaded).toBeInstanceOf(Payment);
    expect(loaded.amount).toBeInstanceOf(Money);
    expect(loaded.amount.split(7_000).part).toEqual(Money.of(69_999_999, 'KWD'));
  });

  it('leaves what is not known null', async () => {
    const payment = Payment.request(
      newId(),
      newId(),
      'course_purchase',
      newId(),
      Money.of(1, 'USD'),
      [],
      'Course',
      NOON,
    );
    const loaded = await stored(paymentMapping, payment);
    expect({ ...loaded }).toEqual({ ...payment });
    const { paymentMethod, providerId, failure, fee, exchange, submittedAt, checkAt, subject } = loaded;
    const unknown = [paymentMethod, providerId, failure, fee, exchange, submittedAt, checkAt, subject];
    expect(unknown).toEqual(Array(8).fill(null));
  });
});
