import fc from 'fast-check';
import { newId } from '../../kernel/domain/ids.ts';
import type { Posting } from '../../kernel/domain/ledger.ts';
import { Money } from '../../kernel/domain/money.ts';
import { aDispute, disputed, tell } from '../testing/disputes.ts';
import { NOON } from '../testing/payments.ts';
import { aPaidPayment, aRequest, said } from '../testing/refunds.ts';
import type { Dispute } from './dispute.ts';
import { disputeOf, disputeReturnOf, disputeReturnSettlementOf, disputeSettlementOf } from './dispute-postings.ts';
import { saleOf } from './money-ledger.ts';
import { proportionOf } from './proportion.ts';
import { Refund } from './refund.ts';
import { refundOf, refundReturnOf } from './refund-postings.ts';
import { reversalOf } from './reversal.ts';

const currency = 'USD';
const LOSSES = 'expenses:chargeback_losses';

function aSale(price = 4_999, ...parts: number[]) {
  const shares = parts.map((amount, place) => ({ payeeId: `payee${place}`, amount }));
  return aPaidPayment({ amount: Money.of(price, currency), shares });
}

function totals(...postings: Posting[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { account, amount } of postings.flatMap(({ entries }) => entries))
    sums[account] = (sums[account] ?? 0) + amount;
  return sums;
}

describe('The postings of a dispute', () => {
  const payment = aSale(4_999, 3_499);
  const { entries } = saleOf(payment, new Map(), NOON);

  function decided(end: 'won' | 'lost', amount = 4_999): Dispute {
    const dispute = aDispute(payment, { amount });
    dispute.learn(disputed(end, { amount }), NOON);
    return dispute;
  }

  it('take it from everybody who had a part of the sale, and settle with a fee that the platform bears', () => {
    const dispute = decided('lost');
    expect(disputeOf(dispute, reversalOf(entries, 0, 4_999), NOON)).toEqual({
      reference: `dispute:${dispute.id}`,
      kind: 'dispute',
      occurredAt: NOON,
      entries: [
        { account: 'clearing:disputes', amount: 4_999, currency },
        { account: 'payable:payee0', amount: -3_499, currency },
        { account: 'income:course_purchase', amount: -1_500, currency },
      ],
    });
    expect(disputeSettlementOf(dispute, NOON)).toEqual({
      reference: `dispute:${dispute.id}:settlement`,
      kind: 'dispute_settlement',
      occurredAt: NOON,
      entries: [
        { account: 'clearing:disputes', amount: -4_999, currency },
        { account: 'assets:stripe', amount: 6_499, currency },
        { account: 'expenses:stripe_fees', amount: -1_500, currency },
      ],
    });
  });

  it.each([
    ['with its fee', -1_500, {}],
    ['without its fee', 0, { 'assets:stripe': 1_500, 'expenses:stripe_fees': -1_500 }],
  ])('leave nothing when the bank returns the money %s, but what Stripe has kept', (_, returnedFee, kept) => {
    const dispute = aDispute(payment);
    dispute.learn(disputed('won', { returnedFee }), NOON);
    const sums = totals(
      disputeOf(dispute, reversalOf(entries, 0, 4_999), NOON),
      disputeSettlementOf(dispute, NOON),
      disputeReturnOf(dispute, reversalOf(entries, 4_999, 0), NOON),
      disputeReturnSettlementOf(dispute, NOON),
    );
    expect(Object.fromEntries(Object.entries(sums).filter(([, sum]) => sum !== 0))).toEqual(kept);
  });

  it('take what was refunded before from the platform alone', () => {
    expect(totals(disputeOf(decided('lost'), reversalOf(entries, 1_000, 5_999), NOON))).toEqual({
      'clearing:disputes': 4_999,
      'payable:payee0': -2_799,
      'income:course_purchase': -1_200,
      [LOSSES]: -1_000,
    });
  });

  it('add up with those of refunds, in any order, to one reversal of their sum, beyond which is loss', () => {
    const step = fc.record({
      does: fc.constantFrom('request', 'give', 'return', 'dispute', 'win', 'lose'),
      part: fc.double({ min: 0.01, max: 1, noNaN: true }),
      which: fc.nat(),
    });
    const sale = fc.record({ price: fc.integer({ min: 3, max: 99_999_999 }), ann: fc.nat(), bob: fc.nat() });
    fc.assert(
      fc.property(sale, fc.array(step, { maxLength: 20 }), ({ price, ann, bob }, steps) => {
        const life = new Life(price, Math.floor((ann % price) / 2), Math.floor((bob % price) / 2));
        for (const { does, part, which } of steps) {
          life.take(does, Math.max(1, Math.round(part * price)), which);
          life.expectRight();
        }
      }),
    );
  });
});

/** A payment with what becomes of it, and the ledger of it alone. */
class Life {
  private readonly payment;
  private readonly sale;
  private readonly postings: Posting[] = [];
  private readonly refunds: { refund: Refund; state: 'given' | 'returned' }[] = [];
  private readonly disputes: { dispute: Dispute; state: 'opened' | 'won' | 'lost' }[] = [];

  constructor(price: number, ...shares: number[]) {
    this.payment = aSale(price, ...shares);
    this.sale = saleOf(this.payment, new Map(), NOON).entries;
  }

  take(does: string, amount: number, which: number): void {
    if (does === 'request') this.request(amount);
    if (does === 'give') this.give(Refund.takeIn(newId(), this.payment, this.news(amount), NOON));
    if (does === 'return') this.returnOne(which);
    if (does === 'dispute') this.open(amount);
    if (does === 'win' || does === 'lose') this.decide(which, does === 'win' ? 'won' : 'lost');
  }

  expectRight(): void {
    const sum = (amounts: number[]) => amounts.reduce((all, amount) => all + amount, 0);
    const given = sum(this.refunds.filter(({ state }) => state === 'given').map(({ refund }) => refund.amount.amount));
    const gone = sum(this.disputes.filter(({ state }) => state !== 'won').map(({ dispute }) => dispute.amount.amount));
    const price = this.payment.amount.amount;
    expect(this.payment).toMatchObject({
      refunded: given,
      disputed: gone,
      refundable: Math.max(0, price - given - gone),
    });
    for (const { entries } of this.postings) expect(sum(entries.map(({ amount }) => amount))).toBe(0);

    const parts = this.sale.filter(({ amount }) => amount > 0);
    const expected = proportionOf(
      parts.map(({ amount }) => amount),
      Math.min(price, given + gone),
    );
    const sums = totals(...this.postings);
    expect(parts.map(({ account }) => -(sums[account] ?? 0) + 0)).toEqual(expected);
    expect(-(sums[LOSSES] ?? 0) + 0).toBe(Math.max(0, given + gone - price));
  }

  private request(amount: number): void {
    const fits = amount <= this.payment.refundable;
    const ask = () => Refund.request(newId(), this.payment, aRequest({ amount }), NOON);
    if (fits) this.give(ask());
    else
      expect(ask).toThrow(
        expect.objectContaining({ kind: 'conflict', details: { available: this.payment.refundable } }),
      );
  }

  private give(refund: Refund): void {
    const before = this.payment.reversed;
    this.payment.endRefund(refund.amount.amount, 'given');
    this.refunds.push({ refund, state: 'given' });
    this.postings.push(refundOf(refund, this.since(before), NOON));
  }

  private returnOne(which: number): void {
    const given = this.refunds.filter(({ state }) => state === 'given');
    const one = given[which % given.length];
    if (!one) return;
    const before = this.payment.reversed;
    this.payment.endRefund(one.refund.amount.amount, 'returned');
    one.state = 'returned';
    this.postings.push(refundReturnOf(one.refund, this.since(before), NOON));
  }

  private open(amount: number): void {
    const before = this.payment.reversed;
    const dispute = aDispute(this.payment, { amount });
    tell(this.payment, dispute, disputed('opened', { amount }));
    this.disputes.push({ dispute, state: 'opened' });
    this.postings.push(disputeOf(dispute, this.since(before), NOON), disputeSettlementOf(dispute, NOON));
  }

  private decide(which: number, end: 'won' | 'lost'): void {
    const open = this.disputes.filter(({ state }) => state === 'opened');
    const one = open[which % open.length];
    if (!one) return;
    const before = this.payment.reversed;
    tell(this.payment, one.dispute, disputed(end, { amount: one.dispute.amount.amount }));
    one.state = end;
    if (end === 'lost') return;
    this.postings.push(disputeReturnOf(one.dispute, this.since(before), NOON));
    this.postings.push(disputeReturnSettlementOf(one.dispute, NOON));
  }

  private since(before: number) {
    return reversalOf(this.sale, before, this.payment.reversed);
  }

  private news(amount: number) {
    return said({ id: newId(), amount: Money.of(amount, currency) }, 'succeeded', { refundId: null });
  }
}
