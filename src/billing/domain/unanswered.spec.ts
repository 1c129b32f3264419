import { NOON } from '../testing/payments.ts';
import { isOver, mayRepeat } from './unanswered.ts';

const MINUTE = 60_000;
const HOUR = 60 * MINUTE;

function after(ms: number): Date {
  return new Date(NOON.getTime() + ms);
}

describe('A request of which the provider does not say what became', () => {
  const asked = { askedAt: NOON, spentAt: null };
  const spent = { askedAt: NOON, spentAt: after(MINUTE) };

  it('is repeated while the provider is sure to know its key', () => {
    expect([0, 23 * HOUR].map(age => mayRepeat(asked, after(age)))).toEqual([true, true]);
    expect([23 * HOUR + 1, 48 * HOUR].map(age => mayRepeat(asked, after(age)))).toEqual([false, false]);
  });

  it('is not repeated any more once its key brings only an error', () => {
    expect([MINUTE, HOUR].map(age => mayRepeat(spent, after(age)))).toEqual([false, false]);
  });

  it('is over a day after it was asked for, an hour after the last repeat', () => {
    expect([0, 23 * HOUR + 1, 24 * HOUR].map(age => isOver(asked, after(age)))).toEqual([false, false, false]);
    expect(isOver(asked, after(24 * HOUR + 1))).toBe(true);
  });

  it('is over five minutes after its key was heard to bring only an error', () => {
    expect([MINUTE, 6 * MINUTE - 1].map(age => isOver(spent, after(age)))).toEqual([false, false]);
    expect(isOver(spent, after(6 * MINUTE))).toBe(true);
  });

  it('is never both over and repeated', () => {
    for (const request of [asked, spent])
      for (let age = 0; age < 50 * HOUR; age += MINUTE)
        expect(isOver(request, after(age)) && mayRepeat(request, after(age))).toBe(false);
  });
});
