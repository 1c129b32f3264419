import fc from 'fast-check';
import { MAX_CHARGE } from '../../kernel/domain/money.ts';
import { proportionOf } from './proportion.ts';

const parts = fc.array(fc.integer({ min: 1, max: Math.floor(MAX_CHARGE / 6) }), { minLength: 1, maxLength: 6 });
const cut = parts.chain(all => fc.tuple(fc.constant(all), fc.integer({ min: 0, max: sum(all) })));

function sum(amounts: readonly number[]): number {
  return amounts.reduce((total, amount) => total + amount, 0);
}

describe('The proportion of an amount', () => {
  it('sums to the amount, exceeds no part, and is less than a unit away from the exact one', () => {
    fc.assert(
      fc.property(cut, ([all, amount]) => {
        const taken = proportionOf(all, amount);
        expect(sum(taken)).toBe(amount);
        taken.forEach((share, place) => {
          const part = all[place] as number;
          expect(share).toBeLessThanOrEqual(part);
          const away = BigInt(share) * BigInt(sum(all)) - BigInt(part) * BigInt(amount);
          expect(away < BigInt(sum(all)) && -away < BigInt(sum(all))).toBe(true);
        });
      }),
    );
  });

  it('is nothing of nothing, and everything of everything', () => {
    fc.assert(
      fc.property(parts, all => {
        expect(proportionOf(all, 0)).toEqual(all.map(() => 0));
        expect(proportionOf(all, sum(all))).toEqual(all);
      }),
    );
  });

  it.each([
    [[3_499, 1_500], 1_000, [700, 300]],
    [[1, 1, 1], 1, [1, 0, 0]],
    [[1, 1, 1], 2, [1, 1, 0]],
    [[70, 30], 1, [1, 0]],
    [[30, 70], 1, [0, 1]],
    [[6, 6, 2], 10, [4, 4, 2]],
    [[6, 6, 2], 11, [5, 5, 1]],
  ])(
    'gives the odd units to the largest remainders, the first of equals winning: of %j, %i is %j',
    (all, amount, taken) => {
      expect(proportionOf(all, amount)).toEqual(taken);
    },
  );
});
