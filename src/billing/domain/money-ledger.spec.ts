import fc from 'fast-check';
import type { Posting } from '../../kernel/domain/ledger.ts';
import { CURRENCIES, Money } from '../../kernel/domain/money.ts';
import { aPayment, aSnapshot, NOON } from '../testing/payments.ts';
import { saleOf, settlementOf } from './money-ledger.ts';
import type { Payment } from './payment.ts';

/** All payees are new. */
const NOBODY = new Map();
const PAYEE = '01990a2c-7b4e-7000-8000-000000000001';

function aPaid(amount: Money, fee: number): Payment {
  const { part } = amount.split(7_000);
  const payment = aPayment({ amount, shares: part.isZero ? [] : [{ payeeId: PAYEE, amount: part.amount }] });
  payment.learn(aSnapshot('succeeded', { fee }), NOON);
  return payment;
}

function sumOf({ entries }: Posting): number {
  return entries.reduce((sum, entry) => sum + entry.amount, 0);
}

function totals(...postings: Posting[]): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { account, amount } of postings.flatMap(({ entries }) => entries))
    sums[account] = (sums[account] ?? 0) + amount;
  return sums;
}

describe('The postings of a payment', () => {
  it('book a sale of 49.99 USD to the cent', () => {
    const payment = aPaid(Money.of(4_999, 'USD'), 175);
    expect(saleOf(payment, NOBODY, NOON)).toEqual({
      reference: `payment:${payment.id}:sale`,
      kind: 'sale',
      occurredAt: NOON,
      entries: [
        { account: 'clearing:stripe', amount: -4_999, currency: 'USD' },
        { account: `payable:${PAYEE}`, amount: 3_499, currency: 'USD' },
        { account: 'income:course_purchase', amount: 1_500, currency: 'USD' },
      ],
    });
    expect(settlementOf(payment, NOON)).toEqual({
      reference: `payment:${payment.id}:settlement`,
      kind: 'settlement',
      occurredAt: NOON,
      entries: [
        { account: 'clearing:stripe', amount: 4_999, currency: 'USD' },
        { account: 'assets:stripe', amount: -4_824, currency: 'USD' },
        { account: 'expenses:stripe_fees', amount: -175, currency: 'USD' },
      ],
    });
  });

  it('sum to zero and hold no empty line for every price from 1 to 1,000,000, each 97th of them', () => {
    for (let price = 1; price <= 1_000_000; price += 97) {
      const payment = aPaid(Money.of(price, 'USD'), Math.round(price * 0.029) + 30);
      for (const posting of [saleOf(payment, NOBODY, NOON), settlementOf(payment, NOON)])
        if (sumOf(posting) !== 0 || posting.entries.length < 2 || posting.entries.some(({ amount }) => amount === 0))
          throw new Error(`wrong at ${price}`);
    }
  });

  it('leave nothing in clearing and give every cent to the payee, the platform, the fee or the bank', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 1, max: 99_999_999 }),
        fc.integer({ min: 0, max: 200_000_000 }),
        fc.constantFrom(...CURRENCIES),
        (price, fee, currency) => {
          const payment = aPaid(Money.of(price, currency), fee);
          const sums = totals(saleOf(payment, NOBODY, NOON), settlementOf(payment, NOON));
          expect(sums['clearing:stripe']).toBe(0);
          expect((sums[`payable:${PAYEE}`] ?? 0) + (sums['income:course_purchase'] ?? 0)).toBe(price);
          expect((sums['assets:stripe'] ?? 0) + (sums['expenses:stripe_fees'] ?? 0)).toBe(-price);
        },
      ),
    );
  });

  it('let a fee larger than the amount eat into the bank', () => {
    const payment = aPaid(Money.of(10, 'USD'), 30);
    expect(totals(settlementOf(payment, NOON))).toEqual({
      'clearing:stripe': 10,
      'assets:stripe': 20,
      'expenses:stripe_fees': -30,
    });
  });

  it.each([
    ['no fee', 0, ['clearing:stripe', 'assets:stripe']],
    ['a fee of everything', 500, ['clearing:stripe', 'expenses:stripe_fees']],
  ])('leave out the lines that %s makes empty', (_, fee, accounts) => {
    const { entries } = settlementOf(aPaid(Money.of(500, 'JPY'), fee), NOON);
    expect(entries.map(({ account }) => account)).toEqual(accounts);
  });
});
