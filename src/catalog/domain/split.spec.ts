import fc from 'fast-check';
import { newId } from '../../kernel/domain/ids.ts';
import { CURRENCIES, MAX_CHARGE, Money } from '../../kernel/domain/money.ts';
import { DeclaredFees } from './declared-fees.ts';
import { type Portion, sharesOf, USUAL_PART } from './split.ts';

const NO_FEES = DeclaredFees.from('');
const USUAL = { basisPoints: USUAL_PART, fees: NO_FEES };
const ALONE = [{ instructorId: newId(), portion: 10_000 }];

/** Portions of up to ten that sum to the whole: where the whole is cut. */
const portions = fc
  .uniqueArray(fc.integer({ min: 1, max: 9_999 }), { maxLength: 9 })
  .map(cuts => [0, ...cuts, 10_000].sort((a, b) => a - b))
  .map(cuts => cuts.slice(1).map((cut, place) => cut - (cuts[place] ?? 0)))
  .map(parts => parts.map((portion, place): Portion => ({ instructorId: String(place), portion })));

const price = fc
  .tuple(fc.integer({ min: 0, max: MAX_CHARGE }), fc.constantFrom(...CURRENCIES))
  .map(([amount, currency]) => Money.of(amount, currency));

const upTo = (max: number) => fc.integer({ min: 0, max });

describe('The split of a sale', () => {
  it('gives the instructor 70 % of every price from 1 to 1,000,000, rounded down, and the parts sum to the whole', () => {
    for (let amount = 1; amount <= 1_000_000; amount++) {
      const [ofInstructor = 0, ...others] = sharesOf(Money.of(amount, 'USD'), USUAL, ALONE).map(share => share.amount);
      const ofPlatform = amount - ofInstructor;
      const isExact = ofInstructor === Math.floor((amount * 7) / 10) && ofPlatform === Math.ceil((amount * 3) / 10);
      if (!isExact || others.length > 0) throw new Error(`wrong at ${amount}`);
    }
  });

  it('divides any price on any terms among any instructors without losing or making a minor unit', () => {
    fc.assert(
      fc.property(price, upTo(10_000), upTo(9_999), upTo(500), portions, (whole, basisPoints, rate, fixed, named) => {
        const fees = DeclaredFees.from(`${whole.currency}:${rate}+${fixed}`);
        const shares = sharesOf(whole, { basisPoints, fees }, named);
        const base = BigInt(fees.baseOf(whole).amount);
        const part = shares.reduce((sum, share) => sum + BigInt(share.amount), 0n);
        expect(part).toBe((base * BigInt(basisPoints)) / 10_000n);
        expect(base).toBeLessThanOrEqual(BigInt(whole.amount));
        for (const { instructorId, portion } of named) {
          const amount = shares.find(({ payeeId }) => payeeId === instructorId)?.amount ?? 0;
          const exact = (Number(part) * portion) / 10_000;
          expect(amount).toBeGreaterThan(exact - 1);
          expect(amount).toBeLessThan(exact + named.length);
        }
      }),
    );
  });

  it('leaves what rounding leaves of the instructors part to the owner', () => {
    const thirds = ['owner', 'b', 'c'].map((instructorId, place) => ({ instructorId, portion: place ? 3_333 : 3_334 }));
    const shares = sharesOf(Money.of(1_001, 'USD'), USUAL, thirds);
    expect(shares.map(({ payeeId, amount }) => [payeeId, amount])).toEqual([
      ['owner', 234],
      ['b', 233],
      ['c', 233],
    ]);
  });

  it('says of each share how it came about', () => {
    const fees = DeclaredFees.from('USD:290+30');
    const [share] = sharesOf(Money.of(4_999, 'USD'), { basisPoints: 8_000, fees }, ALONE);
    expect(share).toEqual({
      payeeId: ALONE[0]?.instructorId,
      amount: 3_860,
      basisPoints: 8_000,
      base: 4_825,
      portion: 10_000,
    });
  });

  it.each([
    ['nothing', 0, USUAL],
    ['a price of which nothing is left after the fee', 30, { ...USUAL, fees: DeclaredFees.from('USD:0+31') }],
    ['a part of nothing', 4_999, { ...USUAL, basisPoints: 0 }],
  ])('gives nobody a share of %s', (_, amount, terms) => {
    expect(sharesOf(Money.of(amount, 'USD'), terms, ALONE)).toEqual([]);
  });
});

describe('A declared fee', () => {
  const fees = DeclaredFees.from('USD:290+30,JPY:360+0');

  it.each([
    [4_999, 'USD', 4_825],
    [1, 'USD', 0],
    [31, 'USD', 1],
    [999, 'JPY', 964],
    [4_999, 'EUR', 4_999],
  ])('of %i %s leaves %i, rounded down and never beyond the price', (amount, currency, base) => {
    expect(fees.baseOf(Money.of(amount, currency))).toEqual(Money.of(base, currency));
  });
});
