import { Azora } from '../../../test/support/azora.ts';
import type { Answer, Client } from '../../../test/support/client.ts';
import { aPublishedCourse } from '../../../test/support/courses.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { aLearner, anInstructor, type Person } from '../../../test/support/people.ts';
import { newId } from '../domain/ids.ts';
import { Database } from '../persistence/database.ts';

const VISA = 'pm_card_visa';

/** Other databases of the server have waits of their own. */
const WAITING_FOR_THE_RIVAL = `
  select 1 from pg_stat_activity
  where datname = current_database() and wait_event_type = 'Lock' and query ilike '%insert into "catalog"."purchases"%'`;

describe('A request with an Idempotency-Key', () => {
  let azora: Azora;
  let instructor: Person;
  let learner: Person;
  let courseId: string;
  let key: string;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    instructor = await anInstructor(azora);
  });

  beforeEach(async () => {
    key = crypto.randomUUID();
    learner = await aLearner(azora);
    courseId = (await aPublishedCourse(instructor)).id;
  });

  afterAll(() => azora.stop());

  function buy(body: object = { courseId, paymentMethod: VISA }, api: Client = learner.api.once(key)): Promise<Answer> {
    return api.post('/api/courses/purchase', body);
  }

  async function rows<Row extends object>(sql: string, values: unknown[]): Promise<Row[]> {
    return (await azora.app.get(Database).pool.query<Row>(sql, values)).rows;
  }

  async function paymentsOf({ id }: Person): Promise<number> {
    return (await rows('select 1 from billing.payments where payer_id = $1', [id])).length;
  }

  async function chargesAtProvider(paymentId: string): Promise<number> {
    const { url, secretKey } = azora.stripe;
    const list = await fetch(`${url}/v1/payment_intents?limit=100`, {
      headers: { authorization: `Bearer ${secretKey}` },
    });
    return JSON.stringify(await list.json()).split(`"${paymentId}"`).length - 1;
  }

  /** As a process leaves a key that dies after its work and before its answer. @returns the operation that it names */
  async function forgetAnswer(leasedUntil: string): Promise<string> {
    const [row] = await rows<{ operation_id: string }>(
      `update kernel.idempotency_keys set status = null, body = null, leased_until = now() + $2::interval
       where key = $1 returning operation_id`,
      [key, leasedUntil],
    );
    return (row as { operation_id: string }).operation_id;
  }

  it.each([undefined, '', 'x'.repeat(256), 'with a blank'])('is refused when the key is %p', async bad => {
    const answer = await buy(undefined, bad === undefined ? learner.api : learner.api.once(bad));
    expect(answer).toMatchObject({ status: 400, body: { code: 'idempotency_key_missing' } });
    expect(await paymentsOf(learner)).toBe(0);
  });

  it('is answered again, word for word, when it is repeated', async () => {
    const first = await buy();
    expect(first).toMatchObject({ status: 201, body: { paymentState: 'succeeded' } });
    expect(first.headers.get('idempotency-replayed')).toBeNull();

    const second = await buy();
    expect(second.status).toBe(201);
    expect(second.body).toEqual(first.body);
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.headers.get('content-type')).toBe(first.headers.get('content-type'));
    expect(await paymentsOf(learner)).toBe(1);
  });

  it('is answered again with its refusal', async () => {
    const declined = { courseId, paymentMethod: 'pm_card_chargeDeclined' };
    const first = await buy(declined);
    expect(first).toMatchObject({ status: 402, body: { code: 'payment_declined' } });
    const second = await buy(declined);
    expect(second).toMatchObject({ status: 402, body: first.body });
    expect(second.headers.get('idempotency-replayed')).toBe('true');
    expect(second.headers.get('content-type')).toMatch(/^application\/problem\+json\b/);
    expect(await paymentsOf(learner)).toBe(1);
  });

  it('is refused when the key stands for another request', async () => {
    await buy();
    const other = await buy({ courseId: (await aPublishedCourse(instructor)).id, paymentMethod: VISA });
    expect(other).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });
    expect(await paymentsOf(learner)).toBe(1);
  });

  it('is carried out once when it is sent fifty times at the same time', async () => {
    const answers = await Promise.all(Array.from({ length: 50 }, () => buy()));
    const [first, ...repeats] = answers.toSorted(
      (a, b) => Number(isReplay(a)) - Number(isReplay(b)) || a.status - b.status,
    );
    expect(first).toMatchObject({ status: 201, body: { paymentState: 'succeeded' } });
    for (const { status, headers, body } of repeats) {
      if (status === 201)
        expect({ body, replayed: headers.get('idempotency-replayed') }).toEqual({
          body: first?.body,
          replayed: 'true',
        });
      else {
        expect({ status, code: body.code }).toEqual({ status: 409, code: 'operation_in_flight' });
        expect(Number(headers.get('retry-after'))).toBeGreaterThan(0);
      }
    }
    expect(await paymentsOf(learner)).toBe(1);
    expect(await chargesAtProvider(first?.body.paymentId)).toBe(1);
    expect(await buy()).toMatchObject({ status: 201, body: first?.body });
  });

  it('is carried out again when its refusal says when to repeat it', async () => {
    const rival = await azora.app.get(Database).pool.connect();
    try {
      await rival.query('begin');
      await rival.query(
        `insert into catalog.purchases (id, course_id, learner_id, price_amount, price_currency, shares, operation_id, state, started_at)
         values ($1, $2, $3, 4999, 'USD', '[]', $4, 'pending', now())`,
        [newId(), courseId, learner.id, newId()],
      );
      const answer = buy();
      await eventually(async () => (await rows(WAITING_FOR_THE_RIVAL, [])).length > 0);
      await rival.query('commit');
      const first = await answer;
      expect(first).toMatchObject({ status: 409, body: { code: 'purchase_in_progress', retryAfter: 1 } });
      expect(first.headers.get('retry-after')).toBe('1');
    } finally {
      rival.release();
    }
    const second = await buy();
    expect(second).toMatchObject({ status: 201, body: { paymentState: 'succeeded' } });
    expect(second.headers.get('idempotency-replayed')).toBeNull();
    expect(await buy()).toMatchObject({ status: 201, body: second.body });
  });

  it('does not occupy the key when its input is invalid', async () => {
    expect(await buy({ courseId: 'none' })).toMatchObject({ status: 422, body: { code: 'invalid_input' } });
    expect(await rows('select 1 from kernel.idempotency_keys where key = $1', [key])).toEqual([]);
    expect(await buy()).toMatchObject({ status: 201 });
  });

  it('does not occupy the key when nobody is signed in', async () => {
    expect(await buy(undefined, azora.api.once(key))).toMatchObject({ status: 401 });
    expect(await buy()).toMatchObject({ status: 201 });
  });

  it('waits for a process that may still be at it', async () => {
    await buy({ courseId });
    await forgetAnswer('1 hour');
    const answer = await buy({ courseId });
    expect(answer).toMatchObject({ status: 409, body: { code: 'operation_in_flight' } });
    expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0);
  });

  it('is taken up under the same operation after the lease of a crashed process', async () => {
    const first = await buy();
    const operation = await forgetAnswer('-1 second');
    expect(await buy({ courseId })).toMatchObject({ status: 422, body: { code: 'idempotency_key_reused' } });

    const again = await buy();
    expect(again).toMatchObject({ status: 201, body: { id: first.body.id, paymentId: first.body.paymentId } });
    expect(again.headers.get('idempotency-replayed')).toBeNull();
    expect(await forgetAnswer('-1 second')).toBe(operation);
    expect(await paymentsOf(learner)).toBe(1);
    expect(await chargesAtProvider(first.body.paymentId)).toBe(1);
  });

  it('does not meet the same key of somebody else', async () => {
    const stranger = await aLearner(azora);
    const [mine, theirs] = [await buy(), await buy(undefined, stranger.api.once(key))];
    expect([mine.status, theirs.status]).toEqual([201, 201]);
    expect(theirs.headers.get('idempotency-replayed')).toBeNull();
    expect(theirs.body.id).not.toBe(mine.body.id);
    expect([await paymentsOf(learner), await paymentsOf(stranger)]).toEqual([1, 1]);
  });

  it('carries the trace of the request to its events', async () => {
    const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';
    await buy(undefined, learner.api.once(key).with({ traceparent: `00-${traceId}-00f067aa0ba902b7-01` }));
    const events = await rows<{ type: string }>('select type from kernel.outbox where traceparent like $1', [
      `00-${traceId}-%`,
    ]);
    expect(events.map(({ type }) => type)).toContain('billing.payment_succeeded');
  });
});

function isReplay({ headers }: Answer): boolean {
  return headers.has('idempotency-replayed');
}
