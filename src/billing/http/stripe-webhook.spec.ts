import { Azora } from '../../../test/support/azora.ts';
import { aPublishedCourse } from '../../../test/support/courses.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { aLearner, anInstructor, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { atStripe, doneAtStripe, methodsOf } from '../testing/methods.ts';
import { anEvent, deliver, signatureOf } from '../testing/webhooks.ts';

const OLD = 'whsec_old';
const NEW = 'whsec_new';

describe("Stripe's webhook", () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { STRIPE_WEBHOOK_SECRET: `${OLD},${NEW}` } });
    // What is heard, and in which order, is up to the test.
    azora.stripe.setWebhook();
  });

  afterAll(() => azora.stop());

  async function kept(event: object) {
    const { id } = event as { id: string };
    return rowsOf<{ type: string; payload: object; handled_at: Date | null }>(
      azora,
      'select type, payload, handled_at from billing.provider_events where event_id = $1',
      [id],
    );
  }

  async function numberKept(): Promise<number> {
    const [row] = await rowsOf<{ count: number }>(azora, 'select count(*)::int as count from billing.provider_events');
    return row?.count ?? 0;
  }

  it.each([OLD, NEW])('believes both secrets while one replaces the other: %s', async secret => {
    const event = anEvent({ type: 'galaxy.collided', data: { object: { id: 'gal_1', object: 'galaxy', stars: 2 } } });
    expect(await deliver(azora.api, event, secret)).toMatchObject({ status: 200, body: { received: true } });
    const payload = { ...event, data: { object: { id: 'gal_1', object: 'galaxy' } } };
    expect((await kept(event)).map(({ payload }) => payload)).toEqual([payload]);
  });

  it.each(['customer', 'payment_method', 'setup_intent', 'account', 'person', 'bank_account', 'card'])(
    'keeps of a %s no more than its id',
    async object => {
      const about = { id: 'x_1', object };
      const person = { name: 'Grace Hopper', email: 'grace@example.org', billing_details: { name: 'Grace Hopper' } };
      const data = { object: { ...about, ...person }, previous_attributes: person };
      const event = anEvent({ data });
      await deliver(azora.api, event, NEW);
      expect(await kept(event)).toMatchObject([{ payload: { ...event, data: { object: about } } }]);
      expect(JSON.stringify(await kept(event))).not.toMatch(/grace|hopper/i);
    },
  );

  it.each(['charge', 'dispute', 'payment_intent', 'refund', 'transfer', 'what_is_to_come'])(
    'keeps of a %s no more than ids, status and amount',
    async object => {
      const about = {
        id: 'x_1',
        object,
        status: 'lost',
        amount: 1,
        currency: 'usd',
        customer: 'cus_1',
        charge: 'ch_1',
      };
      const metadata = { payment_id: newId(), refund_id: newId(), payout_id: newId() };
      const person = { name: 'Grace Hopper', email: 'grace@example.org', address: { line1: '12 Grace Street' } };
      const rest = {
        ...{ billing_details: person, shipping: person, receipt_email: person.email, description: 'For Grace' },
        ...{ evidence: { customer_name: person.name }, payment_intent: { receipt_email: person.email } },
        last_payment_error: { payment_method: { billing_details: person } },
      };
      const told = { ...about, ...rest, metadata: { ...metadata, note: 'Call Grace' } };
      const event = anEvent({ data: { object: told, previous_attributes: rest } });
      await deliver(azora.api, event, NEW);
      expect((await kept(event)).map(({ payload }) => payload)).toEqual([
        { ...event, data: { object: { ...about, metadata } } },
      ]);
    },
  );

  it('believes no other secret, nothing old, nothing changed and nothing unsigned', async () => {
    const before = await numberKept();
    const payload = JSON.stringify(anEvent());
    const json = { 'content-type': 'application/json' };
    const signed = (signature: string, body = payload) =>
      azora.api.with({ ...json, 'stripe-signature': signature }).post('/api/webhooks/stripe', body);
    const forged = [
      await deliver(azora.api, payload, 'whsec_forged'),
      await deliver(azora.api, payload, OLD, new Date(Date.now() - 301_000)),
      await signed(signatureOf(payload, OLD), payload.replace('"livemode":false', '"livemode": false')),
      await signed(signatureOf(payload, OLD).replace('v1=', 'v0=')),
      await signed('t=1,v1='),
      await signed('nonsense'),
      await azora.api.with(json).post('/api/webhooks/stripe', payload),
    ];
    for (const answer of forged) expectProblem(answer, 400, 'invalid_signature');
    expect(await numberKept()).toBe(before);
  });

  it("refuses the other mode's events", async () => {
    const event = anEvent({ livemode: true });
    expectProblem(await deliver(azora.api, event, NEW), 400, 'invalid_signature');
    expect(await kept(event)).toEqual([]);
  });

  it('keeps an event once, however often and however many at a time it comes', async () => {
    const event = anEvent();
    const answers = await Promise.all(Array.from({ length: 10 }, () => deliver(azora.api, event, NEW)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(200));
    expect(await kept(event)).toHaveLength(1);
  });

  it.each([
    ['of a type it has never heard of', { type: 'galaxy.collided' }],
    ['without an object', { data: {} }],
    ['without data', { data: undefined }],
    ['with an object that is text', { data: { object: 'ch_1' } }],
    ['with nothing for metadata', { data: { object: { object: 'payment_intent', id: 'pi_9', metadata: null } } }],
    ['with another payment id', { data: { object: { object: 'charge', metadata: { payment_id: 'x' } } } }],
    ['about a payment that is not ours', aPaymentIntent(newId())],
    [
      'with characters that the database can not store',
      { type: 'a\u0000b', data: { object: { note: '\u0000\ud800' } } },
    ],
  ])('keeps an event %s, and is done with it', async (_, traits) => {
    const event = anEvent(traits);
    expect(await deliver(azora.api, event, NEW)).toMatchObject({ status: 200 });
    await eventually(async () => (await kept(event))[0]?.handled_at);
  });

  it.each([
    ['no object at all', 'null'],
    ['a list', '[]'],
    ['an event without an id', JSON.stringify({ ...anEvent(), id: undefined })],
    ['an event without a type', JSON.stringify({ ...anEvent(), type: undefined })],
  ])('refuses %s, although it is signed', async (_, payload) => {
    const before = await numberKept();
    const answer = await deliver(azora.api, payload, NEW);
    expect(answer.status).toBe(400);
    expect(await numberKept()).toBe(before);
  });

  it('comes to the same end in every order of the events of a payment, with every event twice', async () => {
    const [instructor, learner] = await Promise.all([anInstructor(azora), aLearner(azora)]);
    const orders = permutations([0, 1, 2, 3]);
    const purchases = await Promise.all(orders.map(() => aPassed3DSecurePayment(azora, instructor, learner)));
    const lives = purchases.map(({ intentId }) =>
      azora.stripe.store
        .all('event')
        .filter(({ data }) => [data.object].some(object => aboutIntent(object) === intentId)),
    );
    expect(new Set(lives.map(events => events.map(({ type }) => type).join()))).toEqual(
      new Set(['payment_intent.created,payment_intent.requires_action,charge.succeeded,payment_intent.succeeded']),
    );

    await Promise.all(
      orders.map(async (order, nth) => {
        for (const at of order.flatMap(index => [index, index]))
          expect((await deliver(azora.api, lives[nth]?.[at] ?? '', NEW)).status).toBe(200);
      }),
    );

    await eventually(async () => {
      const { body } = await learner.api.get('/api/courses/mine?limit=100');
      return body.items.length === orders.length;
    });
    for (const { paymentId } of purchases) {
      const entries = await rowsOf(
        azora,
        `select reference, amount from billing.ledger_entries join billing.ledger_transactions t on t.id = transaction_id
         where reference like $1 order by reference, line`,
        [`payment:${paymentId}:%`],
      );
      expect(entries).toEqual([
        { reference: `payment:${paymentId}:sale`, amount: -1_000 },
        { reference: `payment:${paymentId}:sale`, amount: 700 },
        { reference: `payment:${paymentId}:sale`, amount: 300 },
        { reference: `payment:${paymentId}:settlement`, amount: 1_000 },
        { reference: `payment:${paymentId}:settlement`, amount: -941 },
        { reference: `payment:${paymentId}:settlement`, amount: -59 },
      ]);
    }
    const told = await rowsOf(azora, `select 1 from kernel.outbox where type = 'billing.payment_succeeded'`);
    expect(told).toHaveLength(orders.length);
  });

  it('comes to the same end in every order of the events of saved cards, with every event twice', async () => {
    const orders = permutations([0, 1, 2, 3]);
    const owners = await Promise.all(orders.map(() => anOwnerOfCards(azora)));
    // But for the first, which tells that the customer has a name now.
    const lives = owners.map(({ customerId }) =>
      azora.stripe.store
        .all('event')
        .filter(event => aboutCardsOf(event, customerId))
        .slice(1),
    );
    expect(new Set(lives.map(events => events.map(({ type }) => type).join()))).toEqual(
      new Set(['payment_method.attached,payment_method.attached,customer.updated,payment_method.detached']),
    );

    await Promise.all(
      orders.map(async (order, nth) => {
        for (const at of order.flatMap(index => [index, index]))
          expect((await deliver(azora.api, lives[nth]?.[at] ?? '', NEW)).status).toBe(200);
      }),
    );

    await eventually(async () => {
      const waiting = await rowsOf(azora, 'select 1 from billing.provider_events where handled_at is null');
      return waiting.length === 0;
    });
    for (const { owner } of owners) expect(await methodsOf(owner)).toMatchObject([{ brand: 'amex', default: true }]);
  });

  it('hears of the removal of a card from the event of that alone', async () => {
    const { owner, amexId, customerId } = await anOwnerOfCards(azora);
    const about = () => azora.stripe.store.all('event').filter(event => aboutCardsOf(event, customerId));
    await deliver(azora.api, about()[0] ?? '', NEW);
    await eventually(async () => (await methodsOf(owner)).length === 1);
    await doneAtStripe(azora, `payment_methods/${amexId}/detach`);
    const removal = about().findLast(({ type }) => type === 'payment_method.detached');
    await deliver(azora.api, removal ?? '', NEW);
    await eventually(async () => (await methodsOf(owner)).length === 0);
  });

  it('hears of a card late when the provider does not say what it keeps', async () => {
    const { owner, customerId } = await anOwnerOfCards(azora);
    const [attached] = azora.stripe.store.all('event').filter(event => aboutCardsOf(event, customerId));
    azora.stripe.faults.add({ fault: 'rate_limited', on: 'GET /v1/customers/*', times: 3 });
    await deliver(azora.api, attached ?? '', NEW);
    await eventually(async () => (await methodsOf(owner)).length === 1);
  });
});

describe("Stripe's webhook without a secret", () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { STRIPE_WEBHOOK_SECRET: '', WORKERS: 'off' } });
  });

  afterAll(() => azora.stop());

  it('is off', async () => {
    expectProblem(await deliver(azora.api, anEvent(), ''), 503, 'webhook_disabled');
  });
});

function aPaymentIntent(paymentId: string): object {
  return {
    type: 'payment_intent.succeeded',
    data: { object: { id: 'pi_foreign', object: 'payment_intent', metadata: { payment_id: paymentId } } },
  };
}

/** Paid at the bank, of which we have not heard yet. */
async function aPassed3DSecurePayment(azora: Azora, instructor: Person, learner: Person) {
  const { id: courseId } = await aPublishedCourse(instructor, 1_000);
  const { body } = await learner.api
    .once()
    .post('/api/courses/purchase', { courseId, paymentMethod: 'pm_card_authenticationRequired' });
  const intentId = String(body.clientSecret).split('_secret_')[0] as string;
  azora.stripe.conclude(intentId, 'complete');
  return { paymentId: body.paymentId as string, intentId };
}

/** Who has saved a Visa and an American Express, chosen this and removed that, of which we have not heard yet. */
async function anOwnerOfCards(azora: Azora) {
  const owner = await aLearner(azora);
  await owner.api.once().post('/api/payment-methods/setup', {});
  const customerId = atStripe(azora, owner).customer?.id as string;
  const visa = await doneAtStripe(azora, 'payment_methods/pm_card_visa/attach', { customer: customerId });
  const amex = await doneAtStripe(azora, 'payment_methods/pm_card_amex/attach', { customer: customerId });
  await doneAtStripe(azora, `customers/${customerId}`, { 'invoice_settings[default_payment_method]': amex.id });
  await doneAtStripe(azora, `payment_methods/${visa.id}/detach`);
  return { owner, customerId, amexId: amex.id };
}

function aboutCardsOf({ type, data }: { type: string; data: object }, customerId: string): boolean {
  return /^payment_method\.|^customer\.updated/.test(type) && JSON.stringify(data).includes(customerId);
}

function aboutIntent(object: object): unknown {
  const { id, object: kind, payment_intent } = object as { id: string; object: string; payment_intent?: unknown };
  return kind === 'payment_intent' ? id : payment_intent;
}

function permutations(items: number[]): number[][] {
  if (items.length < 2) return [items];
  return items.flatMap(item => permutations(items.filter(other => other !== item)).map(rest => [item, ...rest]));
}
