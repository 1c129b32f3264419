import { register } from 'prom-client';
import { Azora, startApp } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { aPublishedCourse } from '../../../test/support/courses.ts';
import { aLearner, anInstructor, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { Reconcile } from './reconcile.ts';

const MOST = 4;

describe('A payer who is charged again and again', () => {
  let azora: Azora;
  let courses: string[];
  let learner: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off', CHARGES_PER_DAY: String(MOST) } });
    const instructor = await anInstructor(azora);
    courses = await Promise.all(Array.from({ length: 12 }, async () => (await aPublishedCourse(instructor)).id));
  });

  beforeEach(async () => {
    learner = await aLearner(azora);
  });

  afterAll(() => azora.stop());

  function buy(course: number, paymentMethod?: string, url = azora.url): Promise<Answer> {
    const purchase = { courseId: courses[course], paymentMethod };
    return learner.api.at(url).once().post('/api/courses/purchase', purchase);
  }

  function pay(reference: string, paymentMethod: string): Promise<Answer> {
    const body = { purpose: 'course_purchase', reference, paymentMethod };
    return learner.api.once().post('/api/payments/process', body);
  }

  function expectRefused(answer: Answer): void {
    expectProblem(answer, 429, 'too_many_charges');
    expect(answer.headers.get('retry-after')).toBe('3600');
  }

  async function charged(): Promise<number> {
    const [row] = await rowsOf<{ charged: number }>(
      azora,
      'select count(*)::int as charged from billing.payments where payer_id = $1 and submitted_at is not null',
      [learner.id],
    );
    return row?.charged ?? 0;
  }

  async function alerts(): Promise<{ audited: number; measured: number }> {
    const [row] = await rowsOf<{ audited: number }>(
      azora,
      `select count(*)::int as audited from identity.audit_log where action = 'billing.charges_refused' and subject = $1`,
      [`user:${learner.id}`],
    );
    const measured = await register.getSingleMetric('charges_refused_total')?.get();
    return { audited: row?.audited ?? 0, measured: measured?.values[0]?.value ?? 0 };
  }

  it('is refused beyond the limit, whatever became of the charges, and somebody hears of it', async () => {
    const { measured } = await alerts();
    const { reference } = (await buy(0, 'pm_card_chargeDeclined')).body;
    for (let turn = 1; turn < MOST; turn++)
      expectProblem(await pay(reference, 'pm_card_chargeDeclined'), 402, 'payment_declined');
    expectRefused(await pay(reference, 'pm_card_visa'));
    expectRefused(await buy(1, 'pm_card_visa'));
    expect(await charged()).toBe(MOST);
    expect(await alerts()).toEqual({ audited: 2, measured: measured + 2 });
  });

  it('is charged again when a day has gone by, for what has waited since', async () => {
    for (let course = 0; course < MOST; course++) expect((await buy(course, 'pm_card_visa')).status).toBe(201);
    expectRefused(await buy(MOST, 'pm_card_visa'));
    azora.clock.advance({ hours: 24 });
    expect((await buy(MOST, 'pm_card_visa')).body.paymentState).toBe('succeeded');
  });

  it('slips by with no request of many at the same moment, to two processes, for things new and waiting', async () => {
    const waiting = await Promise.all([0, 1, 2].map(async course => (await buy(course)).body.id as string));
    const other = await startApp({ ...azora.environment });
    const url = await other.getUrl();
    const answers = await Promise.all([
      ...waiting.map(reference => pay(reference, 'pm_card_visa')),
      ...courses.slice(3).map((_, course) => buy(course + 3, 'pm_card_visa', course % 2 ? url : azora.url)),
    ]);
    await other.close();
    expect(answers.filter(({ status }) => status < 300)).toHaveLength(MOST);
    for (const answer of answers.filter(({ status }) => status >= 300)) expectRefused(answer);
    expect(await charged()).toBe(MOST);
  });

  it('is not held up by what the provider is asked again of one charge', async () => {
    for (let course = 0; course < MOST - 1; course++) await buy(course, 'pm_card_visa');
    azora.stripe.faults.add({ fault: 'rate_limited', on: 'POST *' });
    expectProblem(await buy(MOST, 'pm_card_visa'), 503, 'provider_unavailable');
    azora.stripe.faults.clear();
    azora.clock.advance({ hours: 1 });
    await azora.app.get(Reconcile, { strict: false }).reconcile('payments');
    const { body } = await learner.api.get('/api/payments/history?state=succeeded');
    expect(body.items).toHaveLength(MOST);
    expect(await charged()).toBe(MOST);
  });
});
