import { Azora } from '../../../test/support/azora.ts';
import { expectBooksOfStripe, openIn } from '../../../test/support/books.ts';
import type { Answer } from '../../../test/support/client.ts';
import { aPublishedCourse } from '../../../test/support/courses.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { aLearner, anInstructor, type Person, someoneWith } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import type { Fault, FaultName } from '../../../tools/stripe-sandbox/faults.ts';
import { PATIENCE_MS, withImpatientStripe } from '../testing/impatient-stripe.ts';
import { Reconcile } from './reconcile.ts';

const SECURE = 'pm_card_authenticationRequired';

/** What goes wrong with a request, by what the provider does. */
const TROUBLES: Record<string, Omit<Fault, 'on'>> = {
  'loses its answer after the effect': { fault: 'answer_lost' },
  'asks to come back later': { fault: 'rate_limited' },
  'is at work on another request with this key': { fault: 'conflict' },
  'answers later than anybody waits': { fault: 'slow', ms: PATIENCE_MS + 50 },
  'keeps an error as its answer, after the effect,': { fault: 'server_error', effect: true },
};

/** Requests to the provider, each with what leads up to it; that answers how a client asks for it, again and again with one key. */
const STEPS: Record<string, { readonly on: string; readonly before: (cell: Cell) => Promise<() => Promise<Answer>> }> =
  {
    'while a customer is made': { on: 'POST /v1/customers', before: async cell => cell.buying() },
    'while a card is charged': { on: 'POST /v1/payment_intents', before: async cell => cell.buying() },
    'while it is asked about a payment': {
      on: 'GET /v1/payment_intents/*',
      before: async cell => {
        const { body } = await cell.buying(SECURE)();
        cell.authenticate();
        return cell.paying(body.id, SECURE);
      },
    },
    'while a declined attempt is closed': {
      on: 'POST /v1/payment_intents/*/cancel',
      before: async cell => {
        const { body } = await cell.buying('pm_card_chargeDeclined')();
        return cell.paying(body.reference);
      },
    },
    'while money is given back': {
      on: 'POST /v1/refunds',
      before: async cell => cell.refunding((await cell.buying()()).body.paymentId),
    },
    'while it is asked about refunds': {
      on: 'GET /v1/refunds',
      before: async cell => {
        const refund = cell.refunding((await cell.buying()()).body.paymentId);
        const lost = cell.azora.stripe.faults.add({ fault: 'answer_lost', on: 'POST /v1/refunds' });
        expectProblem(await refund(), 503, 'provider_unavailable');
        cell.azora.stripe.faults.clear(lost);
        return refund;
      },
    },
  };

/** What people do, with all that the provider tells of it. */
const STORIES: Record<string, (cell: Cell) => Promise<unknown>> = {
  'a payment': cell => cell.buying()(),
  'a payment with 3-D Secure': async cell => {
    await cell.buying(SECURE)();
    cell.authenticate();
  },
  'a decline and a payment': async cell => {
    const { body } = await cell.buying('pm_card_chargeDeclined')();
    await cell.paying(body.reference)();
  },
  'a payment and its refund': async cell => cell.refunding((await cell.buying()()).body.paymentId)(),
  'a refund in parts': async cell => {
    const { paymentId } = (await cell.buying()()).body;
    await Promise.all([cell.refunding(paymentId, 1_000)(), cell.refunding(paymentId, 2_000)()]);
    await cell.refunding(paymentId)();
  },
  'a refund that takes its time': async cell => {
    await cell.refunding((await cell.buying('pm_card_pendingRefund')()).body.paymentId)();
    cell.azora.stripe.advance(61);
  },
  'a refund that the bank sends back': async cell => {
    await cell.refunding((await cell.buying('pm_card_refundFail')()).body.paymentId)();
    cell.azora.stripe.advance(61);
  },
};

/** One learner with one course to buy. */
class Cell {
  private constructor(
    readonly azora: Azora,
    private readonly learner: Person,
    private readonly support: Person,
    private readonly courseId: string,
  ) {}

  static async of(azora: Azora, instructor: Person): Promise<Cell> {
    const [learner, support] = await Promise.all([aLearner(azora), someoneWith(azora, 'support')]);
    return new Cell(azora, learner, support, (await aPublishedCourse(instructor)).id);
  }

  buying(paymentMethod = 'pm_card_visa'): () => Promise<Answer> {
    const api = this.learner.api.once();
    return () => api.post('/api/courses/purchase', { courseId: this.courseId, paymentMethod });
  }

  paying(reference: string, paymentMethod = 'pm_card_visa'): () => Promise<Answer> {
    const api = this.learner.api.once();
    return () => api.post('/api/payments/process', { purpose: 'course_purchase', reference, paymentMethod });
  }

  refunding(paymentId: string, amount?: number): () => Promise<Answer> {
    const api = this.support.api.once();
    return () => api.post('/api/payments/refund', { paymentId, amount, reason: 'other' });
  }

  authenticate(): void {
    for (const { id, status } of this.azora.stripe.store.all('payment_intent'))
      if (status === 'requires_action') this.azora.stripe.conclude(id, 'complete');
  }

  open(): Promise<object[]> {
    return openIn(this.azora, this.learner.id);
  }

  async expectOneEnd(): Promise<void> {
    await eventually(async () => {
      expect(await this.open()).toEqual([]);
      return true;
    });
    await expectBooksOfStripe(this.azora);
    const paid = await rowsOf(
      this.azora,
      `select id from billing.payments where payer_id = $1 and state = 'succeeded'`,
      [this.learner.id],
    );
    expect(paid).toHaveLength(1);
  }
}

describe('A provider', () => {
  let azora: Azora;
  let instructor: Person;

  beforeAll(async () => {
    azora = await Azora.start({ override: withImpatientStripe });
    instructor = await anInstructor(azora);
  });

  afterEach(() => azora.stripe.faults.clear());
  afterAll(() => azora.stop());

  async function reconcile(): Promise<void> {
    azora.clock.advance({ minutes: 5 });
    await azora.app.get(Reconcile, { strict: false }).reconcile('payments');
    await azora.app.get(Reconcile, { strict: false }).reconcile('refunds');
  }

  function patiently(ask: () => Promise<Answer>): Promise<Answer> {
    return eventually(async () => {
      const answer = await ask();
      return answer.status < 300 && answer;
    });
  }

  const cells = Object.entries(TROUBLES).flatMap(([trouble, fault]) =>
    Object.entries(STEPS).map(([when, step]) => ({ trouble, when, fault, ...step })),
  );

  describe.each(cells)('that $trouble $when', ({ fault, on, before }) => {
    let ask: () => Promise<Answer>;
    let cell: Cell;

    beforeEach(async () => {
      // Nothing is heard of but what is asked for.
      const silence = { fault: 'paused', on: '*' } as const;
      azora.stripe.faults.add(silence);
      cell = await Cell.of(azora, instructor);
      ask = await before(cell);
      const trouble = azora.stripe.faults.add({ ...fault, on });
      expectProblem(await ask(), 503, 'provider_unavailable');
      azora.stripe.faults.clear(trouble);
    });

    it('has done it once when the same request is repeated', async () => {
      const answer = await patiently(ask);
      expect((await ask()).body).toEqual(answer.body);
      await cell.expectOneEnd();
    });

    it('has done it once when minutes have passed, and the same request hears of that', async () => {
      await eventually(async () => {
        await reconcile();
        return (await cell.open()).length === 0;
      });
      await patiently(ask);
      await cell.expectOneEnd();
    });
  });

  /** What it would make; the rest is only asked for. */
  const makings = Object.entries(STEPS).map(([when, step]) => ({ when, ...step, makes: /charged|given/.test(when) }));

  it.each(makings)(
    'that keeps an error as its answer $when has done it once, or is known not to have',
    async ({ on, before, makes }) => {
      azora.stripe.faults.add({ fault: 'paused', on: '*' });
      const cell = await Cell.of(azora, instructor);
      const ask = await before(cell);
      const trouble = azora.stripe.faults.add({ fault: 'server_error', on });
      expectProblem(await ask(), 503, 'provider_unavailable');
      azora.stripe.faults.clear(trouble);
      await eventually(async () => {
        await reconcile();
        return (await cell.open()).length === 0;
      });
      if (makes) {
        const { body } = await ask();
        expect(body.failure?.code ?? body.reason).toBe('never_made');
      } else {
        await patiently(ask);
        await cell.expectOneEnd();
      }
      await expectBooksOfStripe(azora);
    },
  );

  const webhooks: FaultName[] = ['before_answer', 'doubled', 'late', 'reordered'];
  const tellings = Object.entries(STORIES).flatMap(([what, story]) => webhooks.map(how => ({ what, how, story })));

  it.each(tellings)('that tells of $what ($how) is believed once', async ({ how, story }) => {
    azora.stripe.faults.add({ fault: how, on: '*', ms: 100 });
    const cell = await Cell.of(azora, instructor);
    await story(cell);
    await eventually(() => azora.stripe.store.all('delivery').every(({ state }) => state === 'delivered'));
    await eventually(async () => {
      const waiting = await rowsOf(azora, 'select id from billing.provider_events where handled_at is null');
      return waiting.length === 0;
    });
    await cell.expectOneEnd();
  });
});
