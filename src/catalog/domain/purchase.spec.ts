import fc from 'fast-check';
import { newId } from '../../kernel/domain/ids.ts';
import { CURRENCIES, Money } from '../../kernel/domain/money.ts';
import { CoursePurchased } from '../catalog.contract.ts';
import { aCourseOnSale, anOffer, NOON, USUAL_TERMS } from '../testing/courses.ts';
import { Purchase } from './purchase.ts';

function aPurchase(price: Money) {
  const course = aCourseOnSale({ price });
  return { course, purchase: Purchase.start(newId(), newId(), course, newId(), USUAL_TERMS, NOON) };
}

describe('A purchase', () => {
  it('gives the instructor 70 %, rounded down, and leaves the platform the rest', () => {
    fc.assert(
      fc.property(fc.integer({ min: 2, max: 99_999_999 }), fc.constantFrom(...CURRENCIES), (amount, currency) => {
        const { course, purchase } = aPurchase(Money.of(amount, currency));
        expect(purchase.shares).toEqual([
          {
            payeeId: course.instructorId,
            amount: Number((BigInt(amount) * 7n) / 10n),
            ...{ basisPoints: 7_000, base: amount, portion: 10_000 },
          },
        ]);
      }),
    );
  });

  it.each([0, 1])('shares nothing of a price of %i', amount => {
    expect(aPurchase(Money.of(amount, 'USD')).purchase.shares).toEqual([]);
  });

  it('freezes price and split when it starts', () => {
    const { course, purchase } = aPurchase(Money.of(4_999, 'USD'));
    course.revise(anOffer({ price: Money.of(1, 'EUR') }));
    expect(purchase.price).toEqual(Money.of(4_999, 'USD'));
    expect(purchase.shares).toMatchObject([{ payeeId: course.instructorId, amount: 3_499, basisPoints: 7_000 }]);
  });

  it('is free when the course is', () => {
    expect(aPurchase(Money.zero('USD')).purchase.isFree).toBe(true);
    expect(aPurchase(Money.of(1, 'USD')).purchase.isFree).toBe(false);
  });

  it('is completed once, however often it is said', () => {
    const { purchase } = aPurchase(Money.of(4_999, 'USD'));
    purchase.complete(NOON);
    purchase.complete(NOON);
    expect(purchase.pullEvents()).toEqual([new CoursePurchased(purchase.id, purchase.courseId, purchase.learnerId)]);
  });

  it('is taken up again until another operation has paid it', () => {
    const { purchase } = aPurchase(Money.of(4_999, 'USD'));
    purchase.takeUp('the first');
    purchase.takeUp('the second');
    purchase.complete(NOON);
    expect(() => purchase.takeUp('the second')).not.toThrow();
    expect(() => purchase.takeUp('the first')).toThrow(expect.objectContaining({ code: 'course_already_owned' }));
  });
});
