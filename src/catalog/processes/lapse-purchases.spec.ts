import { CommandBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { aLearner, anew, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { PaymentCollection } from '../../billing/billing.contract.ts';
import { Money } from '../../kernel/domain/money.ts';
import { ArchiveCourse } from '../commands/archive-course.ts';
import { CompletePurchase } from '../commands/complete-purchase.ts';
import { NameInstructors } from '../commands/name-instructors.ts';
import { ReviseCourse } from '../commands/revise-course.ts';
import { aStoredCourseOnSale, type StoredCourse } from '../testing/commands.ts';
import { anOffer } from '../testing/courses.ts';
import { LapsePurchases } from './lapse-purchases.ts';

const VISA = 'pm_card_visa';
const SECURE = 'pm_card_authenticationRequired';

describe('A purchase that was started and not paid', () => {
  let azora: Azora;
  let learner: Person;
  let course: StoredCourse;

  beforeAll(async () => {
    azora = await Azora.start();
  });

  beforeEach(async () => {
    learner = await aLearner(azora);
    course = await aStoredCourseOnSale(azora);
  });

  afterEach(() => azora.stripe.faults.clear());
  afterAll(() => azora.stop());

  function buy(paymentMethod?: string) {
    return learner.api.once().post('/api/courses/purchase', { courseId: course.courseId, paymentMethod });
  }

  function pay(reference: string) {
    const body = { purpose: 'course_purchase', reference, paymentMethod: VISA };
    return learner.api.once().post('/api/payments/process', body);
  }

  async function begun(paymentMethod?: string): Promise<string> {
    await buy(paymentMethod);
    const [purchase] = await purchases();
    return purchase?.id ?? '';
  }

  function purchases() {
    return rowsOf<{ id: string; state: string; price: number }>(
      azora,
      'select id, state, price_amount as price from catalog.purchases where learner_id = $1 order by id',
      [learner.id],
    );
  }

  async function paymentsOf(reference: string): Promise<string[]> {
    const rows = await rowsOf<{ state: string }>(
      azora,
      'select state from billing.payments where reference = $1 order by id',
      [reference],
    );
    return rows.map(({ state }) => state);
  }

  function costs(amount: number, currency = 'USD'): Promise<void> {
    const { courseId, instructorId } = course;
    const offer = anOffer({ price: Money.of(amount, currency) });
    return azora.app.get(CommandBus).execute(new ReviseCourse(courseId, instructorId, offer));
  }

  function archive(): Promise<void> {
    return azora.app.get(CommandBus).execute(new ArchiveCourse(course.courseId, course.instructorId));
  }

  async function becomeTeacher(): Promise<void> {
    await rowsOf(azora, "update identity.users set roles = '{learner,instructor}' where id = $1", [learner.id]);
    const portions = [
      { instructorId: course.instructorId, portion: 9_000 },
      { instructorId: learner.id, portion: 1_000 },
    ];
    await azora.app.get(CommandBus).execute(new NameInstructors(course.courseId, course.instructorId, portions));
  }

  /** What became at Stripe of the attempts to pay. */
  async function intentsOf(reference: string): Promise<string[]> {
    const rows = await rowsOf<{ id: string }>(azora, 'select id from billing.payments where reference = $1', [
      reference,
    ]);
    const ids = rows.map(({ id }) => id);
    return azora.stripe.store
      .all('payment_intent')
      .filter(({ metadata }) => ids.includes(metadata.payment_id ?? ''))
      .map(({ status }) => status);
  }

  async function aDayPasses(): Promise<void> {
    azora.clock.advance({ days: 1, minutes: 1 });
    learner = { ...learner, api: await anew(azora, learner) };
  }

  function sweep(): Promise<void> {
    return azora.app.get(LapsePurchases, { strict: false }).sweep();
  }

  it('is made anew when the course is cheaper by now, and can not be paid at the old price', async () => {
    const former = await begun();
    await costs(1_900);
    expect((await buy(VISA)).body).toMatchObject({ price: { amount: 1_900 }, paymentState: 'succeeded' });
    expectProblem(await pay(former), 409, 'payment_voided');
    expect(await paymentsOf(former)).toEqual(['voided']);
    expect(await purchases()).toMatchObject([{ id: former, state: 'lapsed' }, { price: 1_900 }]);
  });

  it('is made anew when the course is free by now', async () => {
    const former = await begun();
    await costs(0);
    expect((await buy()).body).toMatchObject({ state: 'paid', paymentId: null });
    expectProblem(await pay(former), 409, 'payment_voided');
  });

  it('is made anew after a card was declined, of which the bank can not change its mind any more', async () => {
    const former = await begun('pm_card_chargeDeclined');
    await costs(1_900);
    expect((await buy(VISA)).body).toMatchObject({ price: { amount: 1_900 }, paymentState: 'succeeded' });
    expect(await paymentsOf(former)).toEqual(['voided']);
    const attempts = azora.stripe.store.all('payment_intent').filter(({ amount }) => amount === 4_999);
    expect(attempts.map(({ status }) => status)).not.toContain('requires_payment_method');
  });

  it('is over when the course is not for sale any more', async () => {
    const former = await begun();
    await archive();
    expectProblem(await buy(VISA), 404, 'course_not_found');
    expectProblem(await pay(former), 409, 'payment_voided');
    expect(await purchases()).toMatchObject([{ state: 'lapsed' }]);
  });

  it('keeps its price for a day when the course gets dearer, or changes its currency', async () => {
    const former = await begun();
    await costs(9_900);
    expect((await buy()).body).toMatchObject({ id: former, price: { amount: 4_999 } });
    await costs(100, 'EUR');
    expect((await buy()).body).toMatchObject({ id: former, price: { amount: 4_999, currency: 'USD' } });
    await aDayPasses();
    expect((await buy(VISA)).body).toMatchObject({
      price: { amount: 100, currency: 'EUR' },
      paymentState: 'succeeded',
    });
  });

  describe('because its payer left the page of their bank', () => {
    it('is made anew when the course is cheaper by now, and the bank is not waited for any more', async () => {
      const former = await begun(SECURE);
      await costs(1_900);
      expect((await buy(VISA)).body).toMatchObject({ price: { amount: 1_900 }, paymentState: 'succeeded' });
      expect(await paymentsOf(former)).toEqual(['voided']);
      expect(await intentsOf(former)).toEqual(['canceled']);
    });

    it('is made anew when the course is free by now', async () => {
      await begun(SECURE);
      await costs(0);
      expect((await buy()).body).toMatchObject({ state: 'paid', paymentId: null });
    });

    it('is over when the course is not for sale any more', async () => {
      await begun(SECURE);
      await archive();
      expectProblem(await buy(VISA), 404, 'course_not_found');
    });
  });

  it('goes on while it is charged', async () => {
    azora.stripe.faults.add({ fault: 'processing', on: 'POST /v1/payment_intents' });
    const former = await begun(VISA);
    await costs(1_900);
    expect((await buy()).body).toMatchObject({ id: former, price: { amount: 4_999 }, paymentState: 'processing' });
  });

  it.each([
    ['is cheaper', () => costs(1_900)],
    ['is off sale', archive],
    ['is taught by its learner', becomeTeacher],
  ])('can not be paid any more a moment after the course %s', async (_, change) => {
    const former = await begun();
    await change();
    await eventually(async () => (await purchases())[0]?.state === 'lapsed');
    expectProblem(await pay(former), 409, 'payment_voided');
  });

  it('is over after a day, and one that is being charged goes on', async () => {
    const former = await begun();
    const waiting = learner;
    [learner, course] = [await aLearner(azora), await aStoredCourseOnSale(azora)];
    azora.stripe.faults.add({ fault: 'processing', on: 'POST /v1/payment_intents' });
    await begun(VISA);
    await sweep();
    expect(await purchases()).toMatchObject([{ state: 'pending' }]);
    await aDayPasses();
    await sweep();
    expect(await purchases()).toMatchObject([{ state: 'pending' }]);
    learner = waiting;
    expect(await purchases()).toMatchObject([{ id: former, state: 'lapsed' }]);
  });

  it('is made anew when the process died before it knew that the purchase is over', async () => {
    const former = await begun();
    await azora.app.get(PaymentCollection, { strict: false }).void('course_purchase', former);
    await costs(1_900);
    expect((await buy(VISA)).body).toMatchObject({ price: { amount: 1_900 }, paymentState: 'succeeded' });
  });

  it("is the learner's when its money is there after all", async () => {
    const former = await begun('pm_card_chargeDeclined');
    const lapsing = azora.app.get(LapsePurchases, { strict: false });
    await lapsing.lapse(former);
    expect(await purchases()).toMatchObject([{ state: 'lapsed' }]);
    await azora.app.get(CommandBus).execute(new CompletePurchase(former));
    expect(await purchases()).toMatchObject([{ state: 'paid' }]);
  });

  it('is charged once when it is paid and made anew at once', async () => {
    const former = await begun();
    await costs(1_900);
    const answers = await Promise.all([pay(former), buy(VISA), pay(former), buy(VISA)]);
    expect(answers.filter(({ status }) => status >= 500)).toEqual([]);
    const paid = async () => {
      const rows = await rowsOf<{ amount: number }>(
        azora,
        "select amount from billing.payments where payer_id = $1 and state = 'succeeded'",
        [learner.id],
      );
      return rows.length;
    };
    await eventually(async () => (await purchases()).some(({ state }) => state === 'paid'));
    expect(await paid()).toBe(1);
  });
});
