import { aSavedMethod } from '../../src/billing/testing/methods.ts';
import { freePort } from '../../tools/local/free-port.ts';
import { Azora } from '../support/azora.ts';
import { expectBooksOfStripe, openIn } from '../support/books.ts';
import { BuiltProcess } from '../support/built-process.ts';
import type { Answer } from '../support/client.ts';
import { aPublishedCourse, type PublishedCourse } from '../support/courses.ts';
import { eventually } from '../support/eventually.ts';
import { aLearner, anAdmin, anInstructor, type Person } from '../support/people.ts';
import { expectProblem } from '../support/problems.ts';
import { eventsOf, rowsOf } from '../support/stored.ts';

const LEARNERS = 200;
const PRICE = 4_999;
const [SHARE, FEE] = [3_499, 175];
const MINUTE = 60_000;
const REFUSALS = [
  'operation_in_flight',
  'purchase_in_progress',
  'payment_in_progress',
  'course_already_owned',
  'already_paid',
];

describe('A thousand purchases of one course at the same moment, by 200 learners,', () => {
  let azora: Azora;
  let instructor: Person;
  let course: PublishedCourse;
  let learners: Person[];
  let answers: Answer[][];
  const processes: BuiltProcess[] = [];
  const doors: string[] = [];

  beforeAll(async () => {
    azora = await Azora.start();
    await Promise.all([open(), open()]);
    instructor = await anInstructor(azora);
    course = await aPublishedCourse(instructor, PRICE);
    learners = await Promise.all(Array.from({ length: LEARNERS }, () => aLearner(azora)));
    await Promise.all(learners.filter((_, index) => hasDefault(index)).map(learner => aSavedMethod(learner)));
    answers = await Promise.all(learners.map(knock));
    await Promise.all(learners.map(goOn));
    await eventually(async () => (await openIn(azora)).length === 0, MINUTE);
  }, 4 * MINUTE);

  afterAll(async () => {
    await Promise.all(processes.map(process => process.stop()));
    await azora.stop();
  });

  async function open(): Promise<void> {
    const [PORT, METRICS_PORT] = [await freePort(), await freePort()];
    const process = new BuiltProcess('main.js', { ...azora.environment, PORT, METRICS_PORT, WORKERS: 'off' });
    processes.push(process);
    doors.push(`http://127.0.0.1:${PORT}`);
    await process.start();
  }

  const hasDefault = (index: number) => index % 2 === 0;

  function buy({ api }: Person, door: number, key: string, paymentMethod?: string): Promise<Answer> {
    const body = { courseId: course.id, ...(paymentMethod && { paymentMethod }) };
    return api
      .at(doors[door % doors.length] as string)
      .once(key)
      .post('/api/courses/purchase', body);
  }

  /** Clicks twice, in two tabs, with another card on another device, and without saying how to pay. */
  function knock(learner: Person, index: number): Promise<Answer[]> {
    const click = crypto.randomUUID();
    const card = hasDefault(index) ? undefined : 'pm_card_visa';
    return Promise.all([
      buy(learner, index, click, card),
      buy(learner, index + 1, click, card),
      buy(learner, index, crypto.randomUUID(), card),
      buy(learner, index + 1, crypto.randomUUID(), 'pm_card_amex'),
      buy(learner, index, crypto.randomUUID()),
    ]);
  }

  /** Does as a refusal says: whoever was only ever told to try again does. */
  async function goOn(learner: Person, index: number): Promise<void> {
    const isCharged = () => answers[index]?.some(({ body }) => body.paymentState === 'succeeded');
    if (!isCharged()) answers[index]?.push(await buy(learner, index, crypto.randomUUID(), 'pm_card_visa'));
    expect(isCharged()).toBe(true);
  }

  const countOf = (sql: string) => rowsOf(azora, `select count(*)::int as all, ${sql}`);

  it('are each done, or refused as documented', () => {
    expect(answers.flat().length).toBeGreaterThanOrEqual(5 * LEARNERS);
    for (const answer of answers.flat().filter(({ status }) => status !== 201)) {
      expect(REFUSALS).toContain(answer.body.code);
      expectProblem(answer, 409, answer.body.code);
    }
  });

  it('are answered with the same purchase and payment to each learner, in every window', () => {
    const done = answers.map(of => of.filter(({ status }) => status === 201).map(({ body }) => body));
    for (const [first, ...others] of done)
      for (const it of others) expect(it).toMatchObject({ id: first.id, paymentId: first.paymentId });
    expect(new Set(done.map(([first]) => first.paymentId)).size).toBe(LEARNERS);
  });

  it('end in 200 charges, one of each learner', () => {
    const { store } = azora.stripe;
    const charges = store.all('charge');
    expect(charges.map(({ amount, status }) => ({ amount, status }))).toEqual(
      Array(LEARNERS).fill({ amount: PRICE, status: 'succeeded' }),
    );
    expect(new Set(charges.map(({ customer }) => customer)).size).toBe(LEARNERS);
    expect(store.all('payment_intent')).toHaveLength(LEARNERS);
  });

  it('end in 200 payments, live purchases, enrollments and receipts, one of each learner', async () => {
    const each = { all: LEARNERS, learners: LEARNERS };
    const learnersIn = (column: string) => `count(distinct ${column})::int as learners`;
    expect(await countOf(`${learnersIn('payer_id')} from billing.payments where state = 'succeeded'`)).toEqual([each]);
    expect(await countOf(`${learnersIn('learner_id')} from catalog.purchases where state = 'paid'`)).toEqual([each]);
    expect(await countOf(`${learnersIn('learner_id')} from catalog.enrollments where ended_at is null`)).toEqual([
      each,
    ]);
    expect(await countOf(`${learnersIn('payer_id')} from billing.receipts`)).toEqual([each]);
    for (const table of ['billing.payments', 'catalog.purchases', 'catalog.enrollments'])
      expect(await countOf(`'all' as of from ${table}`)).toEqual([{ all: LEARNERS, of: 'all' }]);
  });

  it('say so once: an event and a mail for each learner', async () => {
    for (const type of ['catalog.course_purchased', 'catalog.learner_enrolled']) {
      const told = (await eventsOf(azora, type)) as { learnerId: string }[];
      expect(told).toHaveLength(LEARNERS);
      expect(new Set(told.map(({ learnerId }) => learnerId))).toEqual(new Set(learners.map(({ id }) => id)));
    }
    await eventually(async () => {
      const sql = `count(distinct user_id)::int as learners, count(sent_at)::int as sent
                   from notifications.mails where template = 'receipt'`;
      expect(await countOf(sql)).toEqual([{ all: LEARNERS, learners: LEARNERS, sent: LEARNERS }]);
      return true;
    }, MINUTE);
  });

  it('leave books that balance, agree with Stripe, and owe the instructor 200 shares', async () => {
    await expectBooksOfStripe(azora);
    const { body } = await (await anAdmin(azora)).api.get('/api/finance/ledger');
    expect(body.items).toEqual(
      [
        { account: 'assets:stripe', balance: FEE - PRICE },
        { account: 'clearing:stripe', balance: 0 },
        { account: 'expenses:stripe_fees', balance: -FEE },
        { account: 'income:course_purchase', balance: PRICE - SHARE },
        { account: `payable:${instructor.id}`, balance: SHARE },
      ].map(({ account, balance }) => ({ account, currency: 'USD', balance: balance * LEARNERS })),
    );
  });
});
