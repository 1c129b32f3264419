import fc from 'fast-check';
import { atStripe } from './at-stripe.ts';

const IN_DOLLARS = { currency: 'USD', gross: 5_399, rate: 1.08 };

describe("What moves in Stripe's balance", () => {
  it('is what is left of an amount after its fee', () => {
    expect(atStripe({ amount: 4_999, currency: 'USD' }, 175, null)).toEqual([
      { account: 'assets:stripe', amount: -4_824, currency: 'USD' },
      { account: 'expenses:stripe_fees', amount: -175, currency: 'USD' },
    ]);
  });

  it('goes through the exchange account into the currency that is kept, where Stripe exchanges it', () => {
    expect(atStripe({ amount: 4_999, currency: 'EUR' }, 189, IN_DOLLARS)).toEqual([
      { account: 'exchange:stripe', amount: -4_999, currency: 'EUR' },
      { account: 'assets:stripe', amount: -5_210, currency: 'USD' },
      { account: 'expenses:stripe_fees', amount: -189, currency: 'USD' },
      { account: 'exchange:stripe', amount: 5_399, currency: 'USD' },
    ]);
  });

  it('leaves the same way, and costs what it costs', () => {
    expect(atStripe({ amount: -4_999, currency: 'EUR' }, 5, IN_DOLLARS)).toEqual([
      { account: 'exchange:stripe', amount: 4_999, currency: 'EUR' },
      { account: 'assets:stripe', amount: 5_404, currency: 'USD' },
      { account: 'expenses:stripe_fees', amount: -5, currency: 'USD' },
      { account: 'exchange:stripe', amount: -5_399, currency: 'USD' },
    ]);
  });

  it('balances what is cleared, in each currency, and has no empty line', () => {
    const amounts = fc.integer({ min: -99_999_999, max: 99_999_999 }).filter(amount => amount !== 0);
    const exchange = fc.option(fc.record({ currency: fc.constant('USD'), gross: fc.nat(), rate: fc.constant(null) }));
    fc.assert(
      fc.property(amounts, fc.nat(200_000_000), exchange, (amount, fee, into) => {
        const entries = atStripe({ amount, currency: 'EUR' }, fee, into);
        const sumIn = (currency: string) =>
          entries.filter(entry => entry.currency === currency).reduce((sum, entry) => sum + entry.amount, 0);
        expect([sumIn('EUR') + amount, sumIn('USD') + 0]).toEqual([0, 0]);
        expect(entries.every(entry => entry.amount !== 0)).toBe(true);
      }),
    );
  });
});
