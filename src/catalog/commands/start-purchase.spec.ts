import { CommandBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { aStoredCourseOnSale, aStoredDraft } from '../testing/commands.ts';
import { anOffer } from '../testing/courses.ts';
import { CompletePurchase } from './complete-purchase.ts';
import { ReviseCourse } from './revise-course.ts';
import { StartPurchase } from './start-purchase.ts';

const FREE = { price: Money.zero('USD') };

describe('A learner who buys a course', () => {
  let azora: Azora;
  let commands: CommandBus;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    commands = azora.app.get(CommandBus);
  });

  afterAll(() => azora.stop());

  async function start(courseId: string, learnerId: string, paymentMethod?: string, operationId = newId()) {
    const command = new StartPurchase(operationId, courseId, learnerId, paymentMethod);
    const { purchase, paymentId } = await commands.execute(command);
    return { purchaseId: purchase.id, paymentId };
  }

  function purchasesOf(learnerId: string) {
    return rowsOf(
      azora,
      'select id, state, price_amount, shares, paid_at is not null as paid from catalog.purchases where learner_id = $1',
      [learnerId],
    );
  }

  function paymentsFor(purchaseId: string) {
    return rowsOf(
      azora,
      `select id, payer_id, state, amount, currency, shares, description, payment_method
       from billing.payments where purpose = 'course_purchase' and reference = $1`,
      [purchaseId],
    );
  }

  function enrollmentsOf(learnerId: string) {
    return rowsOf<{ id: string }>(
      azora,
      'select id, course_id, grounds, completed_lessons from catalog.enrollments where learner_id = $1',
      [learnerId],
    );
  }

  async function told(type: string, learnerId: string): Promise<object[]> {
    return (await eventsOf(azora, type)).filter(event => (event as { learnerId: string }).learnerId === learnerId);
  }

  it('has a purchase and the request for its payment committed together, and nothing else', async () => {
    const { courseId, instructorId } = await aStoredCourseOnSale(azora);
    const learnerId = newId();
    const { purchaseId, paymentId } = await start(courseId, learnerId, 'pm_card_visa');
    const shares = [{ payeeId: instructorId, amount: 3_499, basisPoints: 7_000 }];
    expect(await purchasesOf(learnerId)).toEqual([
      { id: purchaseId, state: 'pending', price_amount: 4_999, shares, paid: false },
    ]);
    expect(await paymentsFor(purchaseId)).toEqual([
      {
        id: paymentId,
        payer_id: learnerId,
        state: 'pending',
        amount: 4_999,
        currency: 'USD',
        shares,
        description: 'Course: Compilers from Scratch',
        payment_method: 'pm_card_visa',
      },
    ]);
    expect(await enrollmentsOf(learnerId)).toEqual([]);
  });

  it('takes up the purchase that has started, at the price it started at', async () => {
    const { courseId, instructorId } = await aStoredCourseOnSale(azora);
    const learnerId = newId();
    const first = await start(courseId, learnerId);
    await commands.execute(new ReviseCourse(courseId, instructorId, anOffer({ price: Money.of(1, 'EUR') })));
    expect(await start(courseId, learnerId, 'pm_card_visa')).toEqual(first);
    expect(await purchasesOf(learnerId)).toMatchObject([{ price_amount: 4_999 }]);
    expect(await paymentsFor(first.purchaseId)).toMatchObject([{ amount: 4_999, currency: 'USD' }]);
  });

  it('starts one purchase in however many windows', async () => {
    const { courseId } = await aStoredCourseOnSale(azora);
    const learnerId = newId();
    const started = await Promise.allSettled(Array.from({ length: 8 }, () => start(courseId, learnerId)));
    const ids = started.flatMap(outcome => (outcome.status === 'fulfilled' ? [outcome.value.purchaseId] : []));
    expect(new Set(ids).size).toBe(1);
    for (const outcome of started)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'purchase_in_progress' });
    expect(await purchasesOf(learnerId)).toHaveLength(1);
    expect(await paymentsFor(ids[0] ?? '')).toHaveLength(1);
  });

  it('has one place in a free course, and is told so, in however many windows', async () => {
    const { courseId } = await aStoredCourseOnSale(azora, FREE);
    const learnerId = newId();
    const started = await Promise.allSettled(Array.from({ length: 8 }, () => start(courseId, learnerId)));
    expect(started.filter(({ status }) => status === 'fulfilled')).toHaveLength(1);
    for (const outcome of started)
      if (outcome.status === 'rejected') expect(outcome.reason).toMatchObject({ code: 'course_already_owned' });
    expect(await purchasesOf(learnerId)).toHaveLength(1);
    expect(await enrollmentsOf(learnerId)).toHaveLength(1);
  });

  it('owns a free course at once, without a payment', async () => {
    const { courseId } = await aStoredCourseOnSale(azora, FREE);
    const learnerId = newId();
    const { purchaseId, paymentId } = await start(courseId, learnerId);
    expect(paymentId).toBeNull();
    expect(await purchasesOf(learnerId)).toMatchObject([{ id: purchaseId, state: 'paid', shares: [], paid: true }]);
    expect(await paymentsFor(purchaseId)).toEqual([]);
    const [enrollment, ...others] = await enrollmentsOf(learnerId);
    expect(enrollment).toMatchObject({ course_id: courseId, grounds: 'purchase', completed_lessons: {} });
    expect(others).toEqual([]);
    expect(await told('catalog.course_purchased', learnerId)).toEqual([{ purchaseId, courseId, learnerId }]);
    expect(await told('catalog.learner_enrolled', learnerId)).toEqual([
      { enrollmentId: enrollment?.id, courseId, learnerId },
    ]);
  });

  it('is answered as before when a request is repeated after it was paid, and refused when it is another', async () => {
    const { courseId } = await aStoredCourseOnSale(azora, FREE);
    const [learnerId, operationId] = [newId(), newId()];
    const first = await start(courseId, learnerId, undefined, operationId);
    expect(await start(courseId, learnerId, undefined, operationId)).toEqual(first);
    await expect(start(courseId, learnerId)).rejects.toMatchObject({ code: 'course_already_owned' });
    expect(await enrollmentsOf(learnerId)).toHaveLength(1);
  });

  it('buys neither a draft, nor their own course, nor one that nobody has, nor one they own', async () => {
    const draft = await aStoredDraft(azora);
    const own = await aStoredCourseOnSale(azora);
    const owned = await aStoredCourseOnSale(azora, FREE);
    const learnerId = newId();
    await start(owned.courseId, learnerId);
    const before = await purchasesOf(learnerId);

    await expect(start(draft.courseId, learnerId)).rejects.toMatchObject({ code: 'course_not_found' });
    await expect(start(own.courseId, own.instructorId)).rejects.toMatchObject({ code: 'own_course' });
    await expect(start(newId(), learnerId)).rejects.toMatchObject({ code: 'course_not_found' });
    await expect(start(owned.courseId, learnerId)).rejects.toMatchObject({ code: 'course_already_owned' });
    expect(await purchasesOf(learnerId)).toEqual(before);
    expect(await purchasesOf(own.instructorId)).toEqual([]);
  });

  it('is enrolled once when the payment is heard of twice, also at the same moment', async () => {
    const { courseId } = await aStoredCourseOnSale(azora);
    const learnerId = newId();
    const { purchaseId } = await start(courseId, learnerId);
    const complete = () => commands.execute(new CompletePurchase(purchaseId));
    await Promise.all([complete(), complete(), complete()]);
    await complete();
    expect(await purchasesOf(learnerId)).toMatchObject([{ state: 'paid', paid: true }]);
    expect(await enrollmentsOf(learnerId)).toHaveLength(1);
    expect(await told('catalog.course_purchased', learnerId)).toHaveLength(1);
    expect(await told('catalog.learner_enrolled', learnerId)).toHaveLength(1);
  });

  it('can not complete a purchase that there is not', async () => {
    await expect(commands.execute(new CompletePurchase(newId()))).rejects.toMatchObject({ code: 'purchase_not_found' });
  });
});
