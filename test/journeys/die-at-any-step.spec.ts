import fc from 'fast-check';
import { freePort } from '../../tools/local/free-port.ts';
import { Azora } from '../support/azora.ts';
import { expectBooksOfStripe, openIn } from '../support/books.ts';
import type { Answer, Client } from '../support/client.ts';
import { aPublishedCourse } from '../support/courses.ts';
import { eventually } from '../support/eventually.ts';
import { FailingProcess, type Failpoint } from '../support/failing-process.ts';
import { letLocksLapse } from '../support/let-locks-lapse.ts';
import { aLearner, anInstructor, type Person, someoneWith } from '../support/people.ts';
import { rowsOf } from '../support/stored.ts';

const MINUTE = 60_000;

/** What somebody does, and with which card. */
const STORIES = [
  { card: 'pm_card_visa' },
  { card: 'pm_card_visa', clicks: 3 },
  { card: 'pm_card_chargeDeclined' },
  { card: 'pm_card_chargeDeclined', other: 'pm_card_visa' },
  { card: 'pm_card_authenticationRequired' },
  { card: 'pm_card_visa', refund: {} },
  { card: 'pm_card_visa', refund: { amount: 999 } },
] as const satisfies readonly Story[];

interface Story {
  readonly card: string;
  /** How often the button is pressed. */
  readonly clicks?: number;
  /** What is tried after a decline. */
  readonly other?: string;
  readonly refund?: { readonly amount?: number };
}

/** A request as it was sent, with what was answered in the end; undefined for who went away without an answer. */
interface Sent {
  readonly client: Client;
  readonly path: string;
  readonly body: object;
  readonly answer: Answer | undefined;
}

interface Plan {
  /** Whose turn it is, in this order. */
  readonly order: readonly number[];
  /** Who repeats what was not answered. The others go away. */
  readonly patient: readonly boolean[];
  /** Where in the run of a point the process dies, from 0 to 1. */
  readonly when: number;
}

const plans: fc.Arbitrary<Plan> = fc.record({
  order: fc.shuffledSubarray(
    STORIES.map((_, place) => place),
    { minLength: STORIES.length },
  ),
  patient: fc.array(fc.boolean(), { minLength: STORIES.length, maxLength: STORIES.length }),
  when: fc.double({ min: 0, max: 1, noNaN: true, maxExcluded: true }),
});

const PAYING = [
  'StartPurchase',
  'RequestPayment',
  'SubmitPayment',
  'createCustomer',
  'RememberCustomer',
  'charge',
  'cancel',
];
const HEARING = ['StoreProviderEvent', 'find', 'ApplyProviderEvent', 'RecordOutcome', 'CompletePurchase'];
const REFUNDING = ['RequestRefund', 'refund', 'refundsOf', 'RecordRefunds', 'EndPurchase'];
const POINTS = [...PAYING, ...HEARING, ...REFUNDING].flatMap(step => [`before ${step}`, `after ${step}`]);
/** Each point once, unless told otherwise: 200 take some minutes. */
const SEEDS = Number(process.env.SEEDS) || POINTS.length;

function planOf(seed: number): Plan {
  const [plan] = fc.sample(plans, { seed, numRuns: 1 });
  return plan as Plan;
}

describe('A process that is killed', () => {
  let azora: Azora;
  let victim: FailingProcess;
  let url: string;

  beforeAll(async () => {
    // The one in this process only signs people up; they buy from the one that dies.
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    const [PORT, METRICS_PORT] = [await freePort(), await freePort()];
    url = `http://127.0.0.1:${PORT}`;
    azora.stripe.setWebhook({ url: `${url}/api/webhooks/stripe`, secret: azora.environment.STRIPE_WEBHOOK_SECRET });
    const environment = { ...azora.environment, PORT, METRICS_PORT, WORKERS: 'on' } as const;
    victim = new FailingProcess(environment, azora.clock, () => letLocksLapse(azora));
    await victim.start();
  }, 2 * MINUTE);

  afterAll(async () => {
    await victim.stop();
    await azora.stop();
  });

  it(
    'before or after any command or call leaves nothing that has not come right a minute later',
    async () => {
      await live(planOf(-1));
      const passed = await victim.passed();
      expect(Object.keys(passed)).toEqual(expect.arrayContaining(POINTS));
      const missed = new Set(POINTS);
      for (let seed = 0; seed < SEEDS; seed++) {
        const point = POINTS[seed % POINTS.length] as string;
        if (await dies(seed, point, passed[point] ?? 1)) missed.delete(point);
      }
      for (const point of missed) if (await dies(SEEDS, point, 1)) missed.delete(point);
      expect([...missed]).toEqual([]);
    },
    30 * MINUTE,
  );

  /** @returns whether it died at all: the point may be passed less often than in a run in which nobody dies */
  async function dies(seed: number, point: string, count: number): Promise<boolean> {
    const { deaths } = victim;
    const plan = planOf(seed);
    await live(plan, { point, occurrence: 1 + Math.floor(plan.when * count) }).catch(error => {
      throw new Error(`Seed ${seed}, ${point}`, { cause: error });
    });
    await victim.arm();
    return victim.deaths > deaths;
  }

  async function live({ order, patient }: Plan, failpoint?: Failpoint): Promise<void> {
    // Sessions end in the hours that pass here.
    const { id: courseId } = await aPublishedCourse(await anInstructor(azora), 1_000, 1);
    const support = await someoneWith(azora, 'support');
    const learners = await Promise.all(STORIES.map(() => aLearner(azora)));
    await victim.arm(failpoint);
    const told = order.map(place => {
      const story = STORIES[place] as Story;
      return tell(story, courseId, learners[place] as Person, support, patient[place] as boolean);
    });
    const sent = (await Promise.all(told)).flat();
    await settle();
    for (const request of sent) await repeat(request);
    await settle();
    await expectBooksOfStripe(azora);
    await expectOneEnrollmentForEachPayment();
  }

  async function tell(story: Story, courseId: string, learner: Person, support: Person, patient: boolean) {
    const buyer = learner.api.at(url);
    const key = buyer.once();
    const purchase = { courseId, paymentMethod: story.card };
    const clicks = Array.from({ length: story.clicks ?? 1 }, () =>
      send(key, '/api/courses/purchase', purchase, patient),
    );
    const sent = await Promise.all(clicks);
    const [first] = sent.flatMap(({ answer }) => answer?.body ?? []);
    if (first?.nextActionUrl)
      await fetch(first.nextActionUrl, { method: 'POST', body: 'outcome=complete', redirect: 'manual' });
    if (first?.code === 'payment_declined' && story.other) {
      const { purpose, reference } = first;
      const payment = { purpose, reference, paymentMethod: story.other };
      sent.push(await send(buyer.once(), '/api/payments/process', payment, patient));
    }
    if (first?.paymentState === 'succeeded' && story.refund) {
      const refund = { paymentId: first.paymentId, reason: 'other', ...story.refund };
      sent.push(await send(support.api.at(url).once(), '/api/payments/refund', refund, patient));
    }
    return sent;
  }

  /** As a careful client does it, repeated until there is an answer; or as one who goes away. */
  async function send(client: Client, path: string, body: object, patient: boolean): Promise<Sent> {
    const ask = () => client.post(path, body).catch(() => undefined);
    const answer = patient ? await eventually(async () => final(await ask()), MINUTE) : final(await ask());
    return { client, path, body, answer: answer || undefined };
  }

  function final(answer: Answer | undefined): Answer | false {
    return answer !== undefined && answer.status < 500 && answer.body.retryAfter === undefined && answer;
  }

  /** Whoever has an answer gets it again, and who has not gets one that fits what became of it. */
  async function repeat({ client, path, body, answer }: Sent): Promise<void> {
    const again = await send(client, path, body, true);
    expect([200, 201, 202, 402]).toContain(again.answer?.status);
    if (!answer) return;
    expect(again.answer).toMatchObject({ status: answer.status, body: answer.body });
    expect(again.answer?.headers.get('idempotency-replayed')).toBe('true');
  }

  /** A minute later everything has an end. */
  async function settle(): Promise<void> {
    azora.clock.advance({ minutes: 1 });
    await eventually(async () => {
      for (const { id, status } of azora.stripe.store.all('payment_intent'))
        if (status === 'requires_action') azora.stripe.conclude(id, 'complete');
      await victim.reconcile();
      expect(await openIn(azora)).toEqual([]);
      return true;
    }, MINUTE);
  }

  async function expectOneEnrollmentForEachPayment(): Promise<void> {
    const wrong = await rowsOf(
      azora,
      `select learner_id, course_id from catalog.purchases p left join catalog.enrollments e using (learner_id, course_id)
       group by learner_id, course_id
       having count(distinct e.id) filter (where e.ended_at is null) <> count(distinct p.id) filter (where p.state = 'paid')
           or count(distinct p.id) > 1`,
    );
    expect(wrong).toEqual([]);
  }
});
