import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { Purchase } from '../domain/purchase.ts';
import { aCourseOnSale, aDraft, NOON, USUAL_TERMS } from '../testing/courses.ts';
import { courseMapping } from './course.mapping.ts';
import { purchaseMapping } from './purchase.mapping.ts';

describe('The mapping of a purchase', () => {
  it('brings every field back, and its price as money', async () => {
    const course = aDraft();
    const shares = [{ payeeId: course.instructorId, amount: 3_499 }];
    const price = Money.of(4_999, 'USD');
    const purchase = new Purchase(
      newId(),
      course.id,
      newId(),
      price,
      shares,
      NOON,
      newId(),
      'paid',
      new Date('2026-03-02'),
    );
    const loaded = await stored(purchaseMapping, purchase, [courseMapping, course]);
    expect({ ...loaded }).toEqual({ ...purchase });
    expect(loaded).toBeInstanceOf(Purchase);
    expect(loaded.price.split(7_000).rest).toEqual(Money.of(1_500, 'USD'));
  });

  it('leaves a purchase that waits without a time', async () => {
    const course = aDraft();
    const purchase = Purchase.start(
      newId(),
      newId(),
      aCourseOnSale({ id: course.id, price: Money.zero('EUR') }),
      newId(),
      USUAL_TERMS,
      NOON,
    );
    const loaded = await stored(purchaseMapping, purchase, [courseMapping, course]);
    expect({ ...loaded }).toEqual({ ...purchase });
    expect(loaded.isFree).toBe(true);
  });
});
