import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { Refund } from '../domain/refund.ts';
import { NOON } from '../testing/payments.ts';
import { aPaidPayment, aRefund } from '../testing/refunds.ts';
import { paymentMapping } from './payment.mapping.ts';
import { refundMapping } from './refund.mapping.ts';

describe('The mapping of a refund', () => {
  it('brings every field back, and its amount as money', async () => {
    const payment = aPaidPayment();
    const refund = new Refund(
      newId(),
      payment.id,
      Money.of(1_250, 'KWD'),
      'fraudulent',
      'Ça va?',
      newId(),
      NOON,
      newId(),
      'failed',
      're_1',
      { code: 'lost_or_stolen_card', message: 'The bank refused.' },
      175,
      3,
      new Date('2026-03-01T13:00:00.001Z'),
      { currency: 'USD', gross: 4_062, rate: 3.25 },
      new Date('2026-03-01T12:01:00.002Z'),
    );
    const loaded = await stored(refundMapping, refund, [paymentMapping, payment]);
    expect({ ...loaded }).toEqual({ ...refund });
    expect(loaded).toBeInstanceOf(Refund);
    expect(loaded.amount).toBeInstanceOf(Money);
  });

  it('leaves what is not known null', async () => {
    const payment = aPaidPayment();
    const refund = aRefund(payment);
    const loaded = await stored(refundMapping, refund, [paymentMapping, payment]);
    expect({ ...loaded }).toEqual({ ...refund });
    const { note, providerId, failure, fee, exchange } = loaded;
    expect([note, providerId, failure, fee, exchange]).toEqual(Array(5).fill(null));
  });
});
