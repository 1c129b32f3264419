import fc from 'fast-check';
import { newId } from '../../kernel/domain/ids.ts';
import { DisputeClosed, PaymentDisputed } from '../billing.contract.ts';
import { aDispute, DUE, disputed, STAGES, type Stage, tell } from '../testing/disputes.ts';
import { aPayment, NOON } from '../testing/payments.ts';
import { aPaidPayment, aRefund, said } from '../testing/refunds.ts';
import { Dispute } from './dispute.ts';
import type { Payment } from './payment.ts';
import { Refund } from './refund.ts';

const DAY = 86_400_000;
const ORDER = { inquiry: 0, needs_response: 1, under_review: 2, won: 3, lost: 3 };

function give(payment: Payment, amount?: number): void {
  aRefund(payment, amount);
  payment.endRefund(amount ?? payment.amount.amount, 'given');
}

describe('A dispute', () => {
  it('leaves a payment as it is while the bank only inquires', () => {
    const payment = aPaidPayment();
    const dispute = aDispute(payment);
    expect(tell(payment, dispute, disputed('inquiry'))).toEqual([]);
    expect(payment).toMatchObject({ disputed: 0, refundable: 4_999 });
    expect(tell(payment, dispute, disputed('inquiry', { state: 'won' }))).toEqual([]);
    expect(dispute).toMatchObject({ state: 'won', funds: 'kept', closedAt: NOON, checkAt: null });
    expect(payment.pullEvents()).toEqual([]);
  });

  it('takes what can be refunded as soon as its funds are withdrawn, and tells of it', () => {
    const payment = aPaidPayment();
    const dispute = aDispute(payment, { amount: 4_000 });
    tell(payment, dispute, disputed('opened', { amount: 4_000 }));
    expect(payment).toMatchObject({ disputed: 4_000, refunded: 0, refundable: 999 });
    expect(payment.pullEvents()).toMatchObject([
      { paymentId: payment.id, disputeId: dispute.id, amount: 4_000, currency: 'USD', reason: 'fraudulent' },
    ]);
    for (const amount of [1_000, 4_999])
      expect(() => aRefund(payment, amount)).toThrow(
        expect.objectContaining({ code: 'payment_disputed', details: { available: 999 } }),
      );
    aRefund(payment, 999);
    expect(() => aRefund(payment)).toThrow(expect.objectContaining({ code: 'payment_disputed' }));
  });

  it('that is won gives everything back, which then can be refunded', () => {
    const payment = aPaidPayment();
    const dispute = aDispute(payment);
    tell(payment, dispute, disputed('opened'));
    expect(tell(payment, dispute, disputed('won'))).toEqual(['returned', 'return_settled', 'won']);
    expect(payment).toMatchObject({ disputed: 0, refundable: 4_999 });
    expect(payment.pullEvents().slice(1)).toMatchObject([{ disputeId: dispute.id, won: true, total: false }]);
  });

  it('that is lost over what refunds have left means that the payer has everything back', () => {
    const payment = aPaidPayment();
    give(payment, 1_000);
    tell(payment, aDispute(payment), disputed('lost', { amount: 3_999 }));
    expect(payment).toMatchObject({ refunded: 1_000, disputed: 3_999, refundable: 0 });
    expect(payment.pullEvents()).toMatchObject([
      { amount: 1_000, total: false },
      { amount: 3_999, reason: 'fraudulent' },
      { amount: 3_999, won: false, total: true },
    ]);
  });

  it('that is lost over a part leaves the rest, with whose refund the payer has everything back', () => {
    const payment = aPaidPayment();
    tell(payment, aDispute(payment), disputed('lost', { amount: 1_000 }));
    give(payment, 3_999);
    expect(payment.pullEvents().slice(1)).toMatchObject([
      { won: false, total: false },
      { amount: 3_999, total: true },
    ]);
  });

  it('that is open does not count among what the payer has back', () => {
    const payment = aPaidPayment();
    tell(payment, aDispute(payment), disputed('opened', { amount: 1_000 }));
    give(payment, 3_999);
    expect(payment.pullEvents().slice(1)).toMatchObject([{ amount: 3_999, total: false }]);
  });

  it('is a fact also where everything was refunded before, as is a refund made at the provider on top of it', () => {
    const payment = aPaidPayment();
    give(payment);
    tell(payment, aDispute(payment), disputed('opened'));
    expect(payment).toMatchObject({ refunded: 4_999, disputed: 4_999, refundable: 0 });
    const news = said({ id: newId(), amount: payment.amount }, 'succeeded', { refundId: null });
    Refund.takeIn(newId(), payment, news, NOON);
    expect(payment.refundable).toBe(0);
  });

  it('of a payment that is not known to have succeeded has to be told again', () => {
    const payment = aPayment();
    const dispute = aDispute(payment);
    expect(() => tell(payment, dispute, disputed('opened'))).toThrow(
      expect.objectContaining({ code: 'payment_not_refundable' }),
    );
  });

  it('in another currency than its payment is nothing to be booked', () => {
    expect(() => Dispute.takeIn(newId(), aPaidPayment(), disputed('opened', { currency: 'EUR' }))).toThrow(RangeError);
  });

  it('can change its amount and its last day while the bank only inquires', () => {
    const payment = aPaidPayment();
    const dispute = aDispute(payment);
    tell(payment, dispute, disputed('opened', { amount: 1_000, evidenceDueAt: new Date(DUE.getTime() + DAY) }));
    tell(payment, dispute, disputed('inquiry'));
    expect(dispute.amount.amount).toBe(1_000);
    expect(dispute.evidenceDueAt).toEqual(new Date(DUE.getTime() + DAY));
  });

  it.each(['won', 'lost'] as const)(
    'that is %s in the end never goes back, and ends the same whatever is heard of it in whatever order',
    end => {
      const stages = Object.keys(STAGES).filter(stage => stage !== (end === 'won' ? 'lost' : 'won')) as Stage[];
      fc.assert(
        fc.property(fc.shuffledSubarray([...stages, ...stages]), heard => {
          const payment = aPaidPayment();
          const dispute = aDispute(payment);
          const reached = [...heard, end].flatMap(stage => {
            const before = ORDER[dispute.state];
            const steps = tell(payment, dispute, disputed(stage));
            expect(ORDER[dispute.state]).toBeGreaterThanOrEqual(before);
            expect(payment.disputed).toBe(dispute.funds === 'withdrawn' ? 4_999 : 0);
            return steps;
          });
          expect(new Set(reached).size).toBe(reached.length);
          expect([...reached].sort()).toEqual(
            end === 'won'
              ? ['return_settled', 'returned', 'withdrawal_settled', 'withdrawn', 'won']
              : ['lost', 'withdrawal_settled', 'withdrawn'],
          );
          expect(dispute).toMatchObject({ ...STAGES[end], evidenceDueAt: DUE, checkAt: null });
          expect(payment.pullEvents()).toEqual([expect.any(PaymentDisputed), expect.any(DisputeClosed)]);
        }),
      );
    },
  );

  it('whose funds come back after all is lost no more', () => {
    const payment = aPaidPayment();
    const dispute = aDispute(payment);
    tell(payment, dispute, disputed('lost'));
    expect(tell(payment, dispute, disputed('won'))).toEqual(['returned', 'return_settled']);
    expect(dispute.state).toBe('lost');
    give(payment, 1);
    expect(payment.pullEvents().at(-1)).toMatchObject({ amount: 1, total: false });
  });

  it('whose funds are back when it is first heard of was never lost', () => {
    const payment = aPaidPayment();
    const steps = tell(payment, aDispute(payment), disputed('won', { state: 'lost' }));
    expect(steps).not.toContain('lost');
    give(payment);
    expect(payment.pullEvents()).toEqual([expect.any(PaymentDisputed), expect.objectContaining({ total: true })]);
  });

  it('is answered once, while it needs a response, and forgets the answer when the bank has it', () => {
    const payment = aPaidPayment();
    const dispute = aDispute(payment);
    const operationId = newId();
    const give = (operation = operationId) => dispute.give({ evidence: 'See the log.' }, operation, NOON);
    const refusal = (state: string) => expect.objectContaining({ code: 'dispute_not_answerable', details: { state } });
    expect(give).toThrow(refusal('inquiry'));
    tell(payment, dispute, disputed('opened'));
    expect(give()).toBe(true);
    expect(give()).toBe(false);
    expect(() => give(newId())).toThrow(refusal('needs_response'));
    expect(dispute.answer).toEqual({ evidence: 'See the log.' });
    tell(payment, dispute, disputed('answered'));
    expect(dispute.answer).toBeNull();
    expect(give()).toBe(false);
    expect(() => give(newId())).toThrow(refusal('under_review'));
  });

  it('that has an answer to give is tried at once again, and then every hour, whoever asks in between', () => {
    const payment = aPaidPayment();
    const dispute = aDispute(payment);
    for (let day = 0; day < 20; day += 1) dispute.learn(disputed('opened'), dispute.checkAt ?? NOON);
    let now = new Date((dispute.checkAt as Date).getTime() - DAY / 2);
    dispute.give({ evidence: 'See the log.' }, newId(), now);
    const waits = Array.from({ length: 10 }, () => {
      const wait = (dispute.checkAt as Date).getTime() - now.getTime();
      dispute.learn(disputed('opened'), now);
      now = dispute.checkAt as Date;
      dispute.checkLater(now);
      return wait / 60_000;
    });
    expect(waits).toEqual([1, 5, ...Array(8).fill(60)]);
    dispute.learn(disputed('won'), now);
    expect(dispute.checkAt).toBeNull();
  });

  it('that is lost and returned leaves another, which is open, no more lost than it was', () => {
    const payment = aPaidPayment();
    const lost = aDispute(payment, { amount: 3_999 });
    const open = aDispute(payment, { id: 'dp_2', amount: 1_000 });
    tell(payment, lost, disputed('lost', { amount: 3_999 }));
    tell(payment, open, disputed('opened', { amount: 1_000 }));
    tell(payment, lost, disputed('won', { amount: 3_999 }));
    give(payment, 3_999);
    expect(payment.pullEvents().at(-1)).toMatchObject({ amount: 3_999, total: false });
    tell(payment, open, disputed('lost', { amount: 1_000 }));
    expect(payment.pullEvents().at(-1)).toMatchObject({ won: false, total: true });
  });

  it('is asked about daily for as long as it is open, and then until it is settled or a person has to look', () => {
    const payment = aPaidPayment();
    const dispute = aDispute(payment);
    let now = NOON;
    for (let day = 0; day < 60; day += 1) {
      dispute.learn(disputed('answered'), now);
      expect((dispute.checkAt as Date).getTime() - now.getTime()).toBeLessThanOrEqual(DAY);
      now = dispute.checkAt as Date;
    }
    dispute.learn(disputed('won', { returnedFee: null }), now);
    const closed = now;
    while (dispute.checkAt) {
      now = dispute.checkAt;
      dispute.checkLater(now);
    }
    expect(now.getTime() - closed.getTime()).toBeGreaterThan(4 * DAY);
    expect(now.getTime() - closed.getTime()).toBeLessThan(6 * DAY);
  });
});
