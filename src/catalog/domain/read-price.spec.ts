import fc from 'fast-check';
import { CURRENCIES, MAX_CHARGE, Money } from '../../kernel/domain/money.ts';
import { readPrice } from './read-price.ts';

describe('A price as people write it', () => {
  it.each([
    ['19.99', 'USD', 1_999, 'USD'],
    ['19,99', 'EUR', 1_999, 'EUR'],
    [' $19.99 ', 'USD', 1_999, 'USD'],
    ['19,99 €', 'USD', 1_999, 'EUR'],
    ['USD 20', 'EUR', 2_000, 'USD'],
    ['20usd', 'EUR', 2_000, 'USD'],
    ['$1,299.00', 'USD', 129_900, 'USD'],
    ['1.299,00 €', 'EUR', 129_900, 'EUR'],
    ['1 299,50', 'EUR', 129_950, 'EUR'],
    ['1’299.50', 'CHF', 129_950, 'CHF'],
    ['1,299', 'USD', 129_900, 'USD'],
    ['1,234,567', 'JPY', 1_234_567, 'JPY'],
    ['1.5', 'KWD', 1_500, 'KWD'],
    ['2000.00', 'JPY', 2_000, 'JPY'],
    ['0', 'USD', 0, 'USD'],
    ['Free', 'EUR', 0, 'EUR'],
    ['１９', 'USD', 1_900, 'USD'],
  ])('%j, where prices are in %s, is %i %s', (text, currency, amount, meant) => {
    expect(readPrice(text, currency)).toEqual(Money.of(amount, meant));
  });

  it.each([
    ['', 'USD'],
    ['n/a', 'USD'],
    ['-5', 'USD'],
    ['19.9999', 'EUR'],
    ['19.9.9', 'USD'],
    ['1,29,9', 'USD'],
    ['$20', 'EUR'],
    ['¥2000', 'USD'],
    ['20 doubloons', 'USD'],
    ['constructor 10', 'USD'],
    ['__proto__ 10', 'USD'],
    ['1.299', 'KWD'],
    ['1e5', 'USD'],
    ['0x10', 'USD'],
    ['10-20', 'USD'],
    ['9'.repeat(30), 'USD'],
  ])('%j, where prices are in %s, is refused', (text, currency) => {
    expect(readPrice(text, currency)).toEqual(expect.any(String));
  });

  it.each([
    [19.99, 'USD', 1_999],
    [1_299, 'USD', 129_900],
    [0, 'USD', 0],
    [2_000, 'JPY', 2_000],
    [1.29, 'KWD', 1_290],
  ])('as a number %d is that number of %s', (number, currency, amount) => {
    expect(readPrice(number, currency)).toEqual(Money.of(amount, currency));
  });

  it.each([
    [19.999, 'USD'],
    [1.5, 'JPY'],
    [-5, 'USD'],
    [1e21, 'USD'],
    [1e-7, 'USD'],
    [0.1 + 0.2, 'USD'],
    [Number.NaN, 'USD'],
  ])('as a number %d is refused in %s', (number, currency) => {
    expect(readPrice(number, currency)).toEqual(expect.any(String));
  });

  it('is refused at once, however long it is', () => {
    const start = performance.now();
    for (const text of [`1.${'0'.repeat(80_000)}1`, `1${', '.repeat(40_000)}x`, `${' \u00a0'.repeat(40_000)}1x1`])
      expect(readPrice(text, 'USD')).toEqual(expect.any(String));
    expect(performance.now() - start).toBeLessThan(1_000);
  });

  it('is read back from whatever form the people of a country give it', () => {
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: MAX_CHARGE }),
        fc.constantFrom(...CURRENCIES),
        fc.constantFrom('en-US', 'de-DE', 'fr-FR', 'de-CH', 'ja-JP'),
        (amount, currency, country) => {
          const { digits } = Money.zero(currency);
          const format = { minimumFractionDigits: digits, maximumFractionDigits: digits };
          const text = (amount / 10 ** digits).toLocaleString(country, format);
          const read = readPrice(text, currency);
          // With three digits after its only mark it could be a thousand times as much.
          if (digits === 3 && /^\d{1,3}[.,]\d{3}$/.test(text)) expect(read).toEqual(expect.any(String));
          else if (!Money.of(amount, currency).isPrice) expect(read).toEqual(expect.any(String));
          else expect(read).toEqual(Money.of(amount, currency));
        },
      ),
    );
  });
});
