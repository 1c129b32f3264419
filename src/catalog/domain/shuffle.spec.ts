import fc from 'fast-check';
import { newId } from '../../kernel/domain/ids.ts';
import { shuffled } from './shuffle.ts';

const items = Array.from({ length: 6 }, () => ({ id: newId() }));

describe('Shuffling', () => {
  it('loses nothing, and is the same for the same seed', () => {
    fc.assert(
      fc.property(fc.string(), seed => {
        const once = shuffled(items, seed);
        expect(shuffled(items.toReversed(), seed)).toEqual(once);
        expect(new Set(once)).toEqual(new Set(items));
      }),
    );
  });

  it('brings every item to every place about as often, from one attempt to the next', () => {
    const attempts = 3_000;
    const times = new Map<string, number>();
    for (let attempt = 1; attempt <= attempts; attempt += 1)
      shuffled(items, `seed ${attempt}`).forEach(({ id }, place) => {
        times.set(`${id} ${place}`, (times.get(`${id} ${place}`) ?? 0) + 1);
      });
    expect(times.size).toBe(36);
    for (const count of times.values()) {
      expect(count).toBeGreaterThan(attempts / 9);
      expect(count).toBeLessThan(attempts / 4);
    }
  });
});
