import { CommandBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { DisputeClosed, PaymentRefunded } from '../../billing/billing.contract.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { EndPurchaseOnDisputeClosed } from '../jobs/end-purchase-on-dispute-closed.ts';
import { EndPurchaseOnPaymentRefunded } from '../jobs/end-purchase-on-payment-refunded.ts';
import { aStoredCourseOnSale } from '../testing/commands.ts';
import { CompleteLesson } from './complete-lesson.ts';
import { CompletePurchase } from './complete-purchase.ts';
import { EndPurchase } from './end-purchase.ts';
import { StartPurchase } from './start-purchase.ts';

describe('A purchase whose money goes back', () => {
  let azora: Azora;
  let commands: CommandBus;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    commands = azora.app.get(CommandBus);
  });

  afterAll(() => azora.stop());

  async function start(courseId: string, learnerId: string) {
    const { purchase, paymentId } = await commands.execute(new StartPurchase(newId(), courseId, learnerId));
    return { purchaseId: purchase.id, paymentId };
  }

  async function aPaidPurchase(courseId: string, learnerId: string): Promise<string> {
    const { purchaseId } = await start(courseId, learnerId);
    await commands.execute(new CompletePurchase(purchaseId));
    return purchaseId;
  }

  async function enrollmentsOf(learnerId: string) {
    return rowsOf<{ ended: boolean; lessons: number }>(
      azora,
      `select ended_at is not null as ended, (select count(*)::int from jsonb_object_keys(completed_lessons)) as lessons
       from catalog.enrollments where learner_id = $1`,
      [learnerId],
    );
  }

  async function told(type: string, learnerId: string): Promise<object[]> {
    return (await eventsOf(azora, type)).filter(event => (event as { learnerId: string }).learnerId === learnerId);
  }

  it('ends with the enrollment, once, however often and however many at a time it is heard of', async () => {
    const { courseId } = await aStoredCourseOnSale(azora);
    const learnerId = newId();
    const purchaseId = await aPaidPurchase(courseId, learnerId);
    const end = () => commands.execute(new EndPurchase(purchaseId));
    await Promise.all([end(), end(), end()]);
    await end();
    expect(await enrollmentsOf(learnerId)).toMatchObject([{ ended: true }]);
    expect(await told('catalog.enrollment_revoked', learnerId)).toHaveLength(1);
  });

  it('can be made again: it is charged again, and goes on with what was completed', async () => {
    const { courseId } = await aStoredCourseOnSale(azora);
    const learnerId = newId();
    const first = await aPaidPurchase(courseId, learnerId);
    const [lesson] = await rowsOf<{ id: string }>(
      azora,
      'select l.id from catalog.courses c, catalog.lessons_of(c.sections) l where c.id = $1 order by l.place',
      [courseId],
    );
    await commands.execute(new CompleteLesson(courseId, lesson?.id ?? '', learnerId));
    await commands.execute(new EndPurchase(first));

    const second = await start(courseId, learnerId);
    expect(second.purchaseId).not.toBe(first);
    expect(await rowsOf(azora, 'select amount, state from billing.payments where id = $1', [second.paymentId])).toEqual(
      [{ amount: 4_999, state: 'pending' }],
    );
    expect(await enrollmentsOf(learnerId)).toEqual([{ ended: true, lessons: 1 }]);
    await commands.execute(new CompletePurchase(second.purchaseId));
    expect(await enrollmentsOf(learnerId)).toEqual([{ ended: false, lessons: 1 }]);
  });

  it('does not end what was bought again since, when it is heard of late', async () => {
    const { courseId } = await aStoredCourseOnSale(azora);
    const learnerId = newId();
    const first = await aPaidPurchase(courseId, learnerId);
    await commands.execute(new EndPurchase(first));
    await aPaidPurchase(courseId, learnerId);
    await commands.execute(new EndPurchase(first));
    expect(await enrollmentsOf(learnerId)).toMatchObject([{ ended: false }]);
  });

  it('ends before it is heard of as paid, and stays so', async () => {
    const { courseId } = await aStoredCourseOnSale(azora);
    const learnerId = newId();
    const { purchaseId } = await start(courseId, learnerId);
    await commands.execute(new EndPurchase(purchaseId));
    await commands.execute(new CompletePurchase(purchaseId));
    expect(await enrollmentsOf(learnerId)).toEqual([]);
  });

  it.each([true, false])('ends with a refund or a dispute only when everything is back: %s', total => {
    const reference = newId();
    const about = [newId(), newId(), 'course_purchase', reference, 'Course: Tests'] as const;
    const asked = [
      new EndPurchaseOnPaymentRefunded().command(new PaymentRefunded(...about, 4_999, 'USD', total)),
      new EndPurchaseOnDisputeClosed().command(new DisputeClosed(...about, newId(), 4_999, 'USD', false, total)),
    ];
    expect(asked).toEqual(Array(2).fill(total ? new EndPurchase(reference) : undefined));
  });
});
