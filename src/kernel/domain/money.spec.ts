import fc from 'fast-check';
import { CURRENCIES, Money } from './money.ts';

const amount = fc.integer({ min: 0, max: Number.MAX_SAFE_INTEGER });
const currency = fc.constantFrom(...CURRENCIES);

describe('Money', () => {
  it('splits every price from 1 to 1,000,000 at 70 % into parts that sum to the whole', () => {
    for (let price = 1; price <= 1_000_000; price++) {
      const { part, rest } = Money.of(price, 'USD').split(7_000);
      if (part.amount + rest.amount !== price || part.amount !== Math.floor((price * 7) / 10))
        throw new Error(`wrong at ${price}`);
    }
  });

  it('splits any amount at any share without losing a minor unit', () => {
    fc.assert(
      fc.property(amount, currency, fc.integer({ min: 0, max: 10_000 }), (minor, code, share) => {
        const whole = Money.of(minor, code);
        const { part, rest } = whole.split(share);
        expect(part.plus(rest)).toEqual(whole);
        expect(BigInt(part.amount)).toBe((BigInt(minor) * BigInt(share)) / 10_000n);
      }),
    );
  });

  it('adds and takes away exactly', () => {
    fc.assert(
      fc.property(fc.maxSafeInteger(), fc.maxSafeInteger(), (a, b) => {
        fc.pre(Number.isSafeInteger(a + b));
        expect(Money.of(a, 'EUR').plus(Money.of(b, 'EUR')).minus(Money.of(b, 'EUR'))).toEqual(Money.of(a, 'EUR'));
      }),
    );
  });

  it.each([0.1, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 53])('refuses %p as an amount', minor => {
    expect(() => Money.of(minor, 'USD')).toThrow(RangeError);
  });

  it('refuses a currency it does not know and never mixes two', () => {
    expect(() => Money.of(1, 'usd')).toThrow(RangeError);
    expect(() => Money.of(1, 'toString')).toThrow(RangeError);
    expect(() => Money.of(1, 'USD').plus(Money.of(1, 'EUR'))).toThrow(RangeError);
  });

  it.each([
    [4999, 'USD', '49.99 USD'],
    [5, 'USD', '0.05 USD'],
    [-5, 'USD', '-0.05 USD'],
    [500, 'JPY', '500 JPY'],
    [1250, 'KWD', '1.250 KWD'],
  ])('shows %i minor units of %s as %s', (minor, code, text) => {
    expect(String(Money.of(minor, code))).toBe(text);
  });

  it.each([
    [0, 'USD', true],
    [49, 'USD', false],
    [50, 'USD', true],
    [29, 'GBP', false],
    [30, 'GBP', true],
    [49, 'JPY', false],
    [50, 'JPY', true],
    [1, 'KRW', true],
    [1, 'KWD', false],
    [10, 'KWD', true],
    [5_124, 'KWD', false],
    [5_120, 'BHD', true],
    [-50, 'USD', false],
    [99_999_999, 'USD', true],
    [99_999_999, 'KWD', false],
    [99_999_990, 'KWD', true],
    [100_000_000, 'JPY', false],
  ])('of %i %s is a price: %s', (minor, code, isPrice) => {
    expect(Money.of(minor, code).isPrice).toBe(isPrice);
  });
});
