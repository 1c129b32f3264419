import fc from 'fast-check';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { aPayment, aSnapshot, NOON } from '../testing/payments.ts';
import { aPaidPayment, aRefund, aRequest, said } from '../testing/refunds.ts';
import type { Payment } from './payment.ts';
import { Refund } from './refund.ts';
import type { ProviderRefund } from './refund-gateway.ts';
import { RefundPolicy } from './refund-policy.ts';

const DAY = 86_400_000;
const STEPS = { pending: 0, unknown: 0, succeeded: 1, failed: 2 };
const state = fc.constantFrom<ProviderRefund['state'][]>('pending', 'succeeded', 'failed');

/** Tells a refund something and has its payment follow. */
function tell(payment: Payment, refund: Refund, news: ProviderRefund): void {
  const { end } = refund.learn(news, NOON);
  if (end) payment.endRefund(refund.amount.amount, end);
}

describe('A refund', () => {
  it('reserves its amount on the payment, and all that is left without one', () => {
    const payment = aPaidPayment();
    expect(aRefund(payment, 1_000).amount.amount).toBe(1_000);
    expect(payment.refundable).toBe(3_999);
    expect(aRefund(payment).amount.amount).toBe(3_999);
    expect(payment).toMatchObject({ refundable: 0, refunded: 0 });
  });

  it('is refused beyond what is left, naming that, and reserves nothing then', () => {
    const payment = aPaidPayment();
    aRefund(payment, 4_000);
    for (const amount of [1_000, 4_999])
      expect(() => aRefund(payment, amount)).toThrow(
        expect.objectContaining({ code: 'refund_exceeds_payment', details: { available: 999 } }),
      );
    expect(payment.refundable).toBe(999);
    aRefund(payment);
    expect(() => aRefund(payment)).toThrow(expect.objectContaining({ details: { available: 0 } }));
  });

  it.each(['pending', 'requires_action', 'processing', 'failed', 'canceled'] as const)(
    'is refused of a payment that is %s',
    state => {
      const payment = aPayment();
      payment.learn(aSnapshot(state), NOON);
      expect(() => aRefund(payment)).toThrow(
        expect.objectContaining({ code: 'payment_not_refundable', details: { state } }),
      );
    },
  );

  it('comes in the steps that cards know, and reserves nothing otherwise', () => {
    const payment = aPaidPayment({ amount: Money.of(5_120, 'KWD') });
    expect(() => aRefund(payment, 1_234)).toThrow(
      expect.objectContaining({ code: 'refund_amount_uneven', details: { step: 10 } }),
    );
    expect(payment.refundable).toBe(5_120);
    expect(aRefund(payment, 1_230).amount).toEqual(Money.of(1_230, 'KWD'));
    expect(aRefund(payment).amount).toEqual(Money.of(3_890, 'KWD'));
  });

  it('gives its reserve back when it fails', () => {
    const payment = aPaidPayment();
    const refund = aRefund(payment, 1_000);
    tell(payment, refund, said(refund, 'failed'));
    expect(payment).toMatchObject({ refundable: 4_999, refunded: 0 });
    expect(refund).toMatchObject({ state: 'failed', failure: { code: 'lost_or_stolen_card' }, checkAt: null });
  });

  it('tells of what was given back, and of the one with which everything was', () => {
    const payment = aPaidPayment();
    const [first, last] = [aRefund(payment, 1_000), aRefund(payment)];
    tell(payment, last, said(last, 'succeeded'));
    tell(payment, first, said(first, 'succeeded'));
    expect(payment.pullEvents()).toMatchObject([
      { paymentId: payment.id, amount: 3_999, currency: 'USD', total: false },
      { paymentId: payment.id, amount: 1_000, currency: 'USD', total: true },
    ]);
  });

  it('that the bank sends back can be given again', () => {
    const payment = aPaidPayment();
    const refund = aRefund(payment);
    tell(payment, refund, said(refund, 'succeeded'));
    tell(payment, refund, said(refund, 'failed'));
    expect(payment).toMatchObject({ refunded: 0, refundable: 4_999 });
  });

  it('never goes back, and keeps its payment right, whatever it hears in whatever order', () => {
    fc.assert(
      fc.property(fc.array(fc.option(state), { maxLength: 12 }), fc.integer({ min: 1, max: 4_999 }), (all, amount) => {
        const payment = aPaidPayment();
        const refund = aRefund(payment, amount);
        for (const next of all) {
          const before = STEPS[refund.state];
          if (next) tell(payment, refund, said(refund, next));
          else refund.loseTrack(NOON);
          expect(STEPS[refund.state]).toBeGreaterThanOrEqual(before);
          expect(payment.refunded).toBe(refund.state === 'succeeded' ? amount : 0);
          expect(payment.refundable).toBe(refund.state === 'failed' ? 4_999 : 4_999 - amount);
        }
        const given = payment.pullEvents().length;
        expect(given).toBeLessThanOrEqual(1);
        if (refund.state === 'succeeded') expect(given).toBe(1);
      }),
    );
  });

  it('is known by our id, and by the id of the provider once that is known', () => {
    const payment = aPaidPayment();
    const refund = aRefund(payment);
    const news = said(refund, 'pending', { id: 're_1' });
    expect(refund.isMeantBy(news)).toBe(true);
    expect(refund.isMeantBy({ ...news, refundId: null })).toBe(false);
    refund.learn(news, NOON);
    expect(refund.isMeantBy({ ...news, refundId: null })).toBe(true);
    expect(refund.isMeantBy({ ...news, id: null, refundId: newId() })).toBe(false);
  });

  it('that was made at the provider has nobody who asked for it', () => {
    const payment = aPaidPayment();
    const news = said({ id: newId(), amount: payment.amount }, 'succeeded', { refundId: null, amount: 500 });
    const refund = Refund.takeIn(newId(), payment, news, NOON);
    expect(refund).toMatchObject({ reason: 'other', requestedBy: null, operationId: null, state: 'pending' });
    expect(payment.refundable).toBe(4_499);
  });

  it('is checked until its fee is known', () => {
    const refund = aRefund(aPaidPayment());
    expect(refund.learn(said(refund, 'succeeded', { fee: null }), NOON)).toEqual({ end: 'given', feeKnown: false });
    expect(refund.checkAt).not.toBeNull();
    expect(refund.learn(said(refund, 'succeeded', { fee: 5 }), NOON)).toEqual({ end: undefined, feeKnown: true });
    expect(refund).toMatchObject({ fee: 5, checkAt: null });
  });
});

describe('What payers may take back themselves', () => {
  const policy = new RefundPolicy(30);

  it('is a course within the window, to its last moment', () => {
    const payment = aPaidPayment();
    expect(() => policy.assertPayerMay(payment, undefined, new Date(NOON.getTime() + 30 * DAY))).not.toThrow();
    expect(() => policy.assertPayerMay(payment, 4_999, NOON)).not.toThrow();
    expect(() => policy.assertPayerMay(payment, undefined, new Date(NOON.getTime() + 30 * DAY + 1))).toThrow(
      expect.objectContaining({ code: 'refund_window_over', details: { days: 30 } }),
    );
  });

  it('is all that is left, never a part', () => {
    const payment = aPaidPayment();
    expect(() => policy.assertPayerMay(payment, 4_998, NOON)).toThrow(
      expect.objectContaining({ code: 'payment_not_refundable' }),
    );
    Refund.request(newId(), payment, aRequest({ amount: 1 }), NOON);
    expect(() => policy.assertPayerMay(payment, 4_998, NOON)).not.toThrow();
  });
});
