import { freePort } from '../../tools/local/free-port.ts';
import { Azora } from '../support/azora.ts';
import { expectBooksOfStripe, openIn } from '../support/books.ts';
import { BuiltProcess } from '../support/built-process.ts';
import type { Answer, Client } from '../support/client.ts';
import { aPublishedCourse } from '../support/courses.ts';
import { eventually } from '../support/eventually.ts';
import { aLearner, anInstructor, type Person, someoneWith } from '../support/people.ts';
import { expectProblem } from '../support/problems.ts';

const CALLS = 50;
const MINUTE = 60_000;
const CARDS = ['pm_card_visa', 'pm_card_amex', 'pm_card_jcb'];

describe('Fifty calls at the same moment, to two processes,', () => {
  let azora: Azora;
  let instructor: Person;
  let learner: Person;
  let support: Person;
  const processes: BuiltProcess[] = [];
  const doors: string[] = [];

  beforeAll(async () => {
    azora = await Azora.start();
    await Promise.all([open(), open()]);
    instructor = await anInstructor(azora);
  }, 2 * MINUTE);

  beforeEach(async () => {
    [learner, support] = await Promise.all([aLearner(azora), someoneWith(azora, 'support')]);
    // So that they do meet.
    azora.stripe.faults.add({ fault: 'slow', on: 'POST *', ms: 300 });
  });

  afterEach(async () => {
    azora.stripe.faults.clear();
    await eventually(async () => (await openIn(azora)).length === 0);
    await expectBooksOfStripe(azora);
  });

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

  /** @param knock what is asked for; `turn` counts the calls */
  function fire(client: Client, knock: (client: Client, turn: number) => Promise<Answer>): Promise<Answer[]> {
    const turns = Array.from({ length: CALLS }, (_, turn) => turn);
    return Promise.all(turns.map(turn => knock(client.at(doors[turn % doors.length] as string), turn)));
  }

  const count = (kind: 'payment_intent' | 'charge' | 'refund') => azora.stripe.store.all(kind).length;

  /** One that a card was declined for; answers what its payments refer to. */
  async function aPurchaseToPay(): Promise<string> {
    const { id: courseId } = await aPublishedCourse(instructor);
    const purchase = { courseId, paymentMethod: 'pm_card_chargeDeclined' };
    return (await learner.api.once().post('/api/courses/purchase', purchase)).body.reference;
  }

  async function aPayment(): Promise<string> {
    const { id: courseId } = await aPublishedCourse(instructor);
    const purchase = { courseId, paymentMethod: 'pm_card_visa' };
    return (await learner.api.once().post('/api/courses/purchase', purchase)).body.paymentId;
  }

  describe('with one key', () => {
    it.each([
      {
        what: 'buy once',
        status: 201,
        ends: ['charge', 'payment_intent'] as const,
        of: () => learner,
        path: '/api/courses/purchase',
        body: async () => ({ courseId: (await aPublishedCourse(instructor)).id, paymentMethod: 'pm_card_visa' }),
      },
      {
        what: 'pay once',
        status: 200,
        ends: ['charge', 'payment_intent'] as const,
        of: () => learner,
        path: '/api/payments/process',
        body: async () => ({
          purpose: 'course_purchase',
          reference: await aPurchaseToPay(),
          paymentMethod: 'pm_card_visa',
        }),
      },
      {
        what: 'give back once',
        status: 200,
        ends: ['refund'] as const,
        of: () => support,
        path: '/api/payments/refund',
        body: async () => ({ paymentId: await aPayment(), amount: 100, reason: 'other' }),
      },
    ])('$what', async ({ status, ends, of, path, body }) => {
      const sent = await body();
      const before = ends.map(count);
      const key = of().api.once();
      const answers = await fire(key, client => client.post(path, sent));

      const repeated = await key.post(path, sent);
      expect(repeated.status).toBe(status);
      expect(repeated.headers.get('idempotency-replayed')).toBe('true');
      const [done, refused] = [answers.filter(it => it.status === status), answers.filter(it => it.status !== status)];
      expect(done.length).toBeGreaterThan(0);
      for (const answer of done) expect(answer.body).toEqual(repeated.body);
      for (const answer of refused) expectProblem(answer, 409, 'operation_in_flight');
      expect(ends.map(count)).toEqual(before.map(many => many + 1));
    });
  });

  describe('each with a key of its own', () => {
    it('buy a course once', async () => {
      const { id: courseId } = await aPublishedCourse(instructor);
      const before = count('charge');
      const answers = await fire(learner.api, client =>
        client.once().post('/api/courses/purchase', { courseId, paymentMethod: 'pm_card_visa' }),
      );
      expect(count('charge')).toBe(before + 1);
      const done = answers.filter(({ status }) => status === 201);
      expect(new Set(done.map(({ body }) => body.paymentId)).size).toBe(1);
      expectRefusals(answers, 201, ['purchase_in_progress', 'course_already_owned', 'already_paid']);
    });

    it('pay once, whatever the card', async () => {
      const reference = await aPurchaseToPay();
      const before = count('charge');
      const answers = await fire(learner.api, (client, turn) =>
        client.once().post('/api/payments/process', {
          purpose: 'course_purchase',
          reference,
          paymentMethod: CARDS[turn % CARDS.length],
        }),
      );
      expect(count('charge')).toBe(before + 1);
      const done = answers.filter(({ status }) => status === 200);
      expect(new Set(done.map(({ body }) => body.payment.id)).size).toBe(1);
      expectRefusals(answers, 200, ['payment_in_progress', 'already_paid']);
    });

    it('give back no more than was paid', async () => {
      const paymentId = await aPayment();
      const before = count('refund');
      const answers = await fire(support.api, client =>
        client.once().post('/api/payments/refund', { paymentId, amount: 700, reason: 'other' }),
      );
      expect(count('refund')).toBe(before + 7);
      expect(answers.filter(({ status }) => status === 200)).toHaveLength(7);
      expectRefusals(answers, 200, ['refund_exceeds_payment']);
    });
  });

  function expectRefusals(answers: Answer[], done: number, codes: string[]): void {
    for (const answer of answers.filter(({ status }) => status !== done)) {
      expect(codes).toContain(answer.body.code);
      expectProblem(answer, 409, answer.body.code);
    }
  }
});
