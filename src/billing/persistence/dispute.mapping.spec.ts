import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { Dispute } from '../domain/dispute.ts';
import { aDispute } from '../testing/disputes.ts';
import { NOON } from '../testing/payments.ts';
import { aPaidPayment } from '../testing/refunds.ts';
import { disputeMapping } from './dispute.mapping.ts';
import { paymentMapping } from './payment.mapping.ts';

describe('The mapping of a dispute', () => {
  it('brings every field back, and its amount as money', async () => {
    const payment = aPaidPayment();
    const dispute = new Dispute(
      newId(),
      payment.id,
      'dp_1',
      'product_not_received',
      NOON,
      Money.of(1_250, 'KWD'),
      'needs_response',
      'returned',
      1_500,
      -1_500,
      new Date('2026-03-10T12:00:00.001Z'),
      null,
      { evidence: 'Ça va?' },
      newId(),
      3,
      new Date('2026-03-01T13:00:00.001Z'),
      { currency: 'USD', gross: 4_070, rate: 3.25 },
      { currency: 'USD', gross: 4_080, rate: null },
    );
    const loaded = await stored(disputeMapping, dispute, [paymentMapping, payment]);
    expect({ ...loaded }).toEqual({ ...dispute });
    expect(loaded).toBeInstanceOf(Dispute);
    expect(loaded.amount).toBeInstanceOf(Money);
  });

  it('leaves what is not known null', async () => {
    const payment = aPaidPayment();
    const dispute = aDispute(payment, { evidenceDueAt: null });
    const loaded = await stored(disputeMapping, dispute, [paymentMapping, payment]);
    expect({ ...loaded }).toEqual({ ...dispute });
    const { fee, exchange, returnedFee, returnedExchange, evidenceDueAt, closedAt, answer, checkAt } = loaded;
    const unknown = [fee, exchange, returnedFee, returnedExchange, evidenceDueAt, closedAt, answer, checkAt];
    expect(unknown).toEqual(Array(8).fill(null));
  });
});
