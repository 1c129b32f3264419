import { typeOf } from '../../kernel/domain/domain-event.ts';
import { aPayment, NOON } from '../testing/payments.ts';
import { Receipt } from './receipt.ts';

const SELLER = { name: 'Azora', address: '1 Main Street, Springfield' };

describe('A receipt', () => {
  it('says what the payment was for, in one line of the whole amount', () => {
    const payment = aPayment();
    const payer = { name: 'Ada', email: 'ada@example.org' };
    const receipt = Receipt.issue(payment, 7, payer, SELLER, 'card', NOON);
    const { id, payerId, description, amount } = payment;
    expect(receipt).toMatchObject({ id, number: '2026-000007', issuedAt: NOON, payerId, payer, seller: SELLER });
    expect(receipt).toMatchObject({ description, amount, paymentMethod: 'card' });
    expect(receipt.lines).toEqual([{ description, amount: 4_999 }]);
  });

  it('is told of with its number', () => {
    const payment = aPayment();
    const events = Receipt.issue(payment, 1, null, SELLER, null, NOON).pullEvents();
    expect(events.map(typeOf)).toEqual(['billing.receipt_issued']);
    expect(events[0]).toMatchObject({ paymentId: payment.id, number: '2026-000001', amount: 4_999, currency: 'USD' });
  });

  it.each([
    [1, '2025-12-31T23:59:59.999Z', '2025-000001'],
    [1, '2026-01-01T00:00:00.000Z', '2026-000001'],
    [999_999, '2026-01-01T00:30:00.000+01:00', '2025-999999'],
    [1_000_000, '2026-06-01T00:00:00.000Z', '2026-1000000'],
  ])('that is number %d at %s is %s', (sequence, now, number) => {
    expect(Receipt.issue(aPayment(), sequence, null, SELLER, null, new Date(now)).number).toBe(number);
  });
});
