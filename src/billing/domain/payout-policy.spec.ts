import fc from 'fast-check';
import { MAX_CHARGE, Money } from '../../kernel/domain/money.ts';
import { availableOf, monthBeginningAt, nextRunAfter, PayoutPolicy, releasesOf } from './payout-policy.ts';

const policy = PayoutPolicy.from(30, 'USD:1000,KWD:5000');
const amount = fc.integer({ min: 0, max: 2 ** 40 });

describe('What is available', () => {
  it('is what is owed but for what is held, never below nothing, and never more than either allows', () => {
    fc.assert(
      fc.property(amount, amount, (payable, held) => {
        const available = availableOf(payable, held);
        expect(available).toBeGreaterThanOrEqual(0);
        expect(available).toBeLessThanOrEqual(payable);
        expect(available + Math.min(payable, held)).toBe(payable);
      }),
    );
  });

  it('neither grows by a sale that is held, nor shrinks by a refund of it', () => {
    fc.assert(
      fc.property(amount, amount, amount, fc.double({ min: 0, max: 1, noNaN: true }), (payable, held, sale, part) => {
        const before = availableOf(payable + held, held);
        const refund = Math.floor(sale * part);
        expect(availableOf(payable + held + sale, held + sale)).toBe(before);
        expect(availableOf(payable + held + sale - refund, held + sale - refund)).toBe(before);
      }),
    );
  });
});

describe('What becomes available', () => {
  it('is what will be, day by day, when the days have passed', () => {
    fc.assert(
      fc.property(amount, fc.array(amount.map(held => ({ amount: held }))), (payable, held) => {
        const sum = (parts: { amount: number }[]) => parts.reduce((total, part) => total + part.amount, 0);
        const releases = releasesOf(payable, held);
        expect(availableOf(payable, sum(held)) + sum(releases)).toBe(payable);
        const growth = held.map((part, day) => {
          const [before, after] = [sum(held.slice(day)), sum(held.slice(day + 1))];
          return { ...part, amount: availableOf(payable, after) - availableOf(payable, before) };
        });
        expect(releases).toEqual(growth.filter(part => part.amount > 0));
      }),
    );
  });
});

describe('A payout', () => {
  it('is all that is available, or what was wished for of it, when that is worth one', () => {
    fc.assert(
      fc.property(amount, fc.option(fc.integer({ min: 1, max: MAX_CHARGE }), { nil: undefined }), (available, wish) => {
        const wanted = Math.min(wish ?? available, MAX_CHARGE);
        const decide = () => policy.decide(Money.of(available, 'USD'), wish, false).amount;
        if (available > 0 && wanted <= available && wanted >= 1_000) expect(decide()).toBe(wanted);
        else expect(decide).toThrow();
      }),
    );
  });

  it.each([
    ['nothing', 0, undefined, 'nothing_available'],
    ['a cent less than the minimum', 999, undefined, 'payout_below_minimum'],
    ['a wish below the minimum', 5_000, 999, 'payout_below_minimum'],
    ['a cent more than there is', 5_000, 5_001, 'payout_exceeds_available'],
  ])('is refused of %s', (_, available, wish, code) => {
    const decide = () => policy.decide(Money.of(available, 'USD'), wish, false);
    expect(decide).toThrow(expect.objectContaining({ code }));
  });

  it.each([
    ['USD', 1_000],
    ['JPY', 1_000],
    ['KWD', 5_000],
  ])('in %s begins with the minimum of its currency', (currency, minimum) => {
    expect(policy.decide(Money.of(minimum, currency), undefined, false)).toEqual(Money.of(minimum, currency));
    expect(() => policy.decide(Money.of(minimum - 1, currency), undefined, false)).toThrow(
      expect.objectContaining({ details: { minimum, available: minimum - 1, currency } }),
    );
  });

  it('comes in the steps that a transfer knows, and leaves the rest', () => {
    const decide = (available: number, wish?: number, whole = false) =>
      policy.decide(Money.of(available, 'KWD'), wish, whole).amount;
    expect([decide(5_019), decide(9_000, 6_001), decide(19, undefined, true)]).toEqual([5_010, 6_000, 10]);
    expect(decide(999_999_999)).toBe(99_999_990);
    expect(() => decide(9, undefined, true)).toThrow(
      expect.objectContaining({
        code: 'payout_below_minimum',
        details: { minimum: 10, available: 9, currency: 'KWD' },
      }),
    );
  });

  it('is of the last cent for who leaves', () => {
    expect(policy.decide(Money.of(1, 'USD'), undefined, true).amount).toBe(1);
  });
});

describe('The calendar of payouts', () => {
  it('holds an earning to the millisecond', () => {
    expect(policy.availableFrom(new Date('2026-03-01T12:00:00.001Z'))).toEqual(new Date('2026-03-31T12:00:00.001Z'));
  });

  it.each([
    ['2026-03-01T00:00:00.000Z', '2026-04-01T00:00:00.000Z'],
    ['2026-12-31T23:59:59.999Z', '2027-01-01T00:00:00.000Z'],
  ])('after %s has the next run at %s', (now, next) => {
    expect(nextRunAfter(new Date(now))).toEqual(new Date(next));
  });

  it.each([
    ['2026-02-28T23:59:59.999Z', undefined],
    ['2026-03-01T00:00:00.000Z', '2026-03'],
    ['2026-03-01T23:59:59.999Z', '2026-03'],
    ['2026-03-02T00:00:00.000Z', undefined],
  ])('at %s begins the month %s', (now, month) => {
    expect(monthBeginningAt(new Date(now))).toBe(month);
  });
});
