import fc from 'fast-check';
import type { Entry, Posting } from '../../kernel/domain/ledger.ts';
import { Money } from '../../kernel/domain/money.ts';
import { NOON } from '../testing/payments.ts';
import { aPaidPayment, aRefund, said } from '../testing/refunds.ts';
import { saleOf, settlementOf } from './money-ledger.ts';
import { proportionOf } from './proportion.ts';
import { refundOf, refundReturnOf, refundSettlementOf } from './refund-postings.ts';
import { reversalOf } from './reversal.ts';
import { gross, netted, type Standing } from './standing.ts';

const ANN = 'payable:ann';
const BOB = 'payable:bob';
const currency = 'USD';

function standing(payable: number, owed = 0): ReadonlyMap<string, Standing> {
  return new Map([[ANN, { payable, owed }]]);
}

function aSale(price = 4_999, part = 3_499) {
  return aPaidPayment({ amount: Money.of(price, currency), shares: part ? [{ payeeId: 'ann', amount: part }] : [] });
}

function totals(...postings: Posting[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { account, amount } of postings.flatMap(({ entries }) => entries))
    sums[account] = (sums[account] ?? 0) + amount;
  return sums;
}

function sumOf(entries: readonly Entry[]): number {
  return entries.reduce((sum, { amount }) => sum + amount, 0);
}

describe('The postings of a refund', () => {
  it('take back a part of a sale from everybody who had one, and settle', () => {
    const payment = aSale();
    const { entries } = saleOf(payment, standing(0), NOON);
    const refund = aRefund(payment, 1_000);
    refund.learn(said(refund, 'succeeded', { fee: 5 }), NOON);
    expect(refundOf(refund, netted(reversalOf(entries, 0, 1_000), standing(3_499)), NOON)).toEqual({
      reference: `refund:${refund.id}`,
      kind: 'refund',
      occurredAt: NOON,
      entries: [
        { account: 'clearing:refunds', amount: 1_000, currency },
        { account: ANN, amount: -700, currency },
        { account: 'income:course_purchase', amount: -300, currency },
      ],
    });
    expect(refundSettlementOf(refund, NOON)).toEqual({
      reference: `refund:${refund.id}:settlement`,
      kind: 'refund_settlement',
      occurredAt: NOON,
      entries: [
        { account: 'clearing:refunds', amount: -1_000, currency },
        { account: 'assets:stripe', amount: 1_005, currency },
        { account: 'expenses:stripe_fees', amount: -5, currency },
      ],
    });
  });

  it('leave nothing of a sale but what Stripe has kept, when everything is given back', () => {
    const payment = aSale();
    const sale = saleOf(payment, standing(0), NOON);
    const refund = aRefund(payment);
    refund.learn(said(refund, 'succeeded'), NOON);
    const refunded = refundOf(refund, netted(reversalOf(sale.entries, 0, 4_999), standing(3_499)), NOON);
    expect(totals(sale, settlementOf(payment, NOON), refunded, refundSettlementOf(refund, NOON))).toEqual({
      'clearing:stripe': 0,
      'clearing:refunds': 0,
      'assets:stripe': 175,
      'expenses:stripe_fees': -175,
      [ANN]: 0,
      'income:course_purchase': 0,
    });
  });

  it('make a debt of what a payee does not have, and the next sale settles it first', () => {
    const payment = aSale();
    const { entries } = saleOf(payment, standing(0), NOON);
    const refund = aRefund(payment);
    const refunded = refundOf(refund, netted(reversalOf(entries, 0, 4_999), standing(500)), NOON);
    expect(totals(refunded)).toEqual({
      'clearing:refunds': 4_999,
      [ANN]: -500,
      'receivable:ann': -2_999,
      'income:course_purchase': -1_500,
    });
    expect(totals(saleOf(aSale(), standing(0, 2_999), NOON))).toEqual({
      'clearing:stripe': -4_999,
      [ANN]: 500,
      'receivable:ann': 2_999,
      'income:course_purchase': 1_500,
    });
  });

  it('reverse a sale that settled a debt like one that did not', () => {
    const plain = saleOf(aSale(), standing(0), NOON);
    const settling = saleOf(aSale(), standing(0, 2_999), NOON);
    expect(reversalOf(settling.entries, 0, 1_000)).toEqual(reversalOf(plain.entries, 0, 1_000));
  });

  it.each([
    ['clearing:refunds', null],
    ['assets:stripe', 0],
  ])('that the bank sends back give everybody their part again, out of %s', (account, fee) => {
    const payment = aSale();
    const { entries } = saleOf(payment, standing(0), NOON);
    const refund = aRefund(payment, 1_000);
    refund.learn(said(refund, 'succeeded', { fee }), NOON);
    const returned = refundReturnOf(refund, netted(reversalOf(entries, 1_000, 0), standing(0, 100)), NOON);
    expect(totals(returned)).toEqual({
      [account]: -1_000,
      [ANN]: 600,
      'receivable:ann': 100,
      'income:course_purchase': 300,
    });
  });

  it('add up, in any sequence of partial refunds and returns, to one refund of the total, and never exceed the sale', () => {
    const shares = fc.record({ price: fc.integer({ min: 3, max: 99_999_999 }), ann: fc.nat(), bob: fc.nat() });
    const cuts = fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 1, maxLength: 12 });
    fc.assert(
      fc.property(shares, cuts, ({ price, ann, bob }, at) => {
        const [first, second] = [ann % price, bob % price].map(part => Math.floor(part / 2)) as [number, number];
        const payment = aPaidPayment({
          amount: Money.of(price, currency),
          shares: [
            { payeeId: 'ann', amount: first },
            { payeeId: 'bob', amount: second },
          ],
        });
        const { entries } = saleOf(payment, new Map(), NOON);
        const parts = entries.filter(({ amount }) => amount > 0);
        const back = new Map(parts.map(({ account }) => [account, 0]));
        let refunded = 0;
        for (const next of at.map(share => Math.round(share * price))) {
          const reversal = reversalOf(entries, refunded, next);
          expect(sumOf(reversal)).toBe(refunded - next);
          for (const { account, amount } of reversal) back.set(account, (back.get(account) ?? 0) - amount);
          refunded = next;
          expect([...back.values()]).toEqual(
            proportionOf(
              parts.map(({ amount }) => amount),
              refunded,
            ),
          );
          for (const { account, amount } of parts) expect(back.get(account)).toBeLessThanOrEqual(amount);
        }
      }),
    );
  });

  it('sum to zero, hold no empty line, and leave no payee with both money and a debt', () => {
    const amount = fc.integer({ min: 1, max: 99_999_999 });
    const held = fc.oneof(
      fc.record({ payable: fc.nat(99_999_999), owed: fc.constant(0) }),
      fc.record({ payable: fc.constant(0), owed: fc.nat(99_999_999) }),
    );
    fc.assert(
      fc.property(amount, held, (price, { payable, owed }) => {
        const part = Math.floor(price * 0.7);
        const payment = aSale(price, part);
        const { entries } = saleOf(payment, standing(payable, owed), NOON);
        const refund = aRefund(payment);
        const refunded = refundOf(refund, netted(reversalOf(entries, 0, price), standing(payable, owed)), NOON);
        for (const posted of [entries, refunded.entries]) {
          expect(sumOf(posted)).toBe(0);
          expect(posted.every(entry => entry.amount !== 0)).toBe(true);
          const after = (account: string, before: number) =>
            before + sumOf(posted.filter(entry => entry.account === account));
          const [left, debt] = [after(ANN, payable), after('receivable:ann', -owed)];
          expect(left).toBeGreaterThanOrEqual(0);
          expect(debt).toBeLessThanOrEqual(0);
          expect(left === 0 || debt === 0).toBe(true);
        }
      }),
    );
  });

  it('see each payee once, however often a sale names them', () => {
    const entries = [
      { account: ANN, amount: 5, currency },
      { account: BOB, amount: 1, currency },
      { account: 'receivable:ann', amount: 2, currency },
    ];
    expect(gross(entries)).toEqual([
      { account: ANN, amount: 7, currency },
      { account: BOB, amount: 1, currency },
    ]);
  });
});
