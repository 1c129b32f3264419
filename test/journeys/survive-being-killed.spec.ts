import fc from 'fast-check';
import type { Environment } from '../../src/config/environment.ts';
import { freePort } from '../../tools/local/free-port.ts';
import { Azora } from '../support/azora.ts';
import { BuiltProcess } from '../support/built-process.ts';
import type { Answer, Client } from '../support/client.ts';
import { aPublishedCourse, type PublishedCourse } from '../support/courses.ts';
import { eventually } from '../support/eventually.ts';
import { aLearner, anAdmin, anInstructor, type Person } from '../support/people.ts';

const LEARNERS = 12;
const KILLS = 8;
const MINUTE = 60_000;

describe('A purchase', () => {
  let azora: Azora;
  let api: BuiltProcess;
  let worker: BuiltProcess;
  let url: string;

  beforeAll(async () => {
    // The one in this process only signs people up; purchases go through processes that can be killed.
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    const [port, apiMetrics, workerMetrics] = [await freePort(), await freePort(), await freePort()];
    url = `http://127.0.0.1:${port}`;
    const settings: Environment = { ...azora.environment, PORT: port };
    api = new BuiltProcess('main.js', { ...settings, METRICS_PORT: apiMetrics });
    worker = new BuiltProcess('worker.js', { ...settings, METRICS_PORT: workerMetrics });
    azora.stripe.setWebhook({ url: `${url}/api/webhooks/stripe`, secret: azora.environment.STRIPE_WEBHOOK_SECRET });
    await Promise.all([api.start(), worker.start()]);
  });

  afterAll(async () => {
    await Promise.all([api.stop(), worker.stop()]);
    await azora.stop();
  });

  it(
    'ends in one charge, one enrollment and a balanced ledger, however often API and worker are killed meanwhile',
    async () => {
      const [instructor, admin] = await Promise.all([anInstructor(azora), anAdmin(azora)]);
      const course = await aPublishedCourse(instructor, 1_000, 1);
      const learners = await Promise.all(Array.from({ length: LEARNERS }, () => aLearner(azora)));

      const purchases = Promise.all(learners.map(learner => buyPatiently(learner, course)));
      await killAtRandom();
      expect((await purchases).map(({ status }) => status)).toEqual(Array(LEARNERS).fill(201));

      for (const learner of learners) {
        const mine = await eventually(async () => {
          const { body } = await learner.api.get('/api/courses/mine');
          return body.items.length > 0 && body.items;
        }, MINUTE);
        expect(mine).toHaveLength(1);
      }
      expect(azora.stripe.store.all('charge')).toHaveLength(LEARNERS);
      const { body } = await admin.api.get('/api/finance/ledger');
      expect(body.items).toEqual([
        { account: 'assets:stripe', currency: 'USD', balance: -941 * LEARNERS },
        { account: 'clearing:stripe', currency: 'USD', balance: 0 },
        { account: 'expenses:stripe_fees', currency: 'USD', balance: -59 * LEARNERS },
        { account: 'income:course_purchase', currency: 'USD', balance: 300 * LEARNERS },
        { account: `payable:${instructor.id}`, currency: 'USD', balance: 700 * LEARNERS },
      ]);

      await complete(learners, course);
      await worker.kill();
      await worker.start();
      for (const learner of learners) {
        const balance = await eventually(async () => {
          const answer = await learner.api.get('/api/tokens/balance');
          return answer.body.available > 0 && answer.body;
        }, MINUTE);
        expect(balance).toEqual({ available: 100, lifetime: 100 });
      }
    },
    4 * MINUTE,
  );

  async function killAtRandom(): Promise<void> {
    const victims = fc.sample(fc.boolean(), KILLS).map(first => (first ? api : worker));
    for (const victim of victims) {
      await victim.kill();
      await victim.start();
    }
  }

  /** As a careful client does it: one key, repeated until there is an answer. */
  async function buyPatiently(learner: Person, course: PublishedCourse): Promise<Answer> {
    const key = crypto.randomUUID();
    const client: Client = learner.api.at(url).once(key);
    return eventually(async () => {
      const answer = await client.post('/api/courses/purchase', { courseId: course.id, paymentMethod: 'pm_card_visa' });
      return answer.status === 201 && answer;
    }, 2 * MINUTE);
  }

  async function complete(learners: Person[], course: PublishedCourse): Promise<void> {
    await Promise.all(
      learners.map(learner => learner.api.post(`/api/courses/${course.id}/lessons/${course.lessonIds[0]}/complete`)),
    );
  }
});
