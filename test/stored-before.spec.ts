import type { MikroORM } from '@mikro-orm/postgresql';
import { newId } from '../src/kernel/domain/ids.ts';
import { anEmptyDatabase } from './support/empty-database.ts';

describe('What was stored before a migration', () => {
  let orm: MikroORM;
  let drop: () => Promise<void>;

  beforeAll(async () => {
    ({ orm, drop } = await anEmptyDatabase());
  });

  afterAll(() => drop());

  it('of sales becomes what payees earned, less what refunds and disputes took of it', async () => {
    await orm.migrator.up({ to: '0015-disputes.migration' });
    const [payee, other] = [newId(), newId()];
    const [paymentId, refundId, lostId, wonId] = [newId(), newId(), newId(), newId()];
    await orm.em.execute(
      `insert into billing.payments (id, payer_id, purpose, reference, amount, currency, shares, description, created_at, state, checks)
       values (?, ?, 'course_purchase', ?, 4999, 'USD', '[]', 'Tests', now(), 'succeeded', 0)`,
      [paymentId, newId(), newId()],
    );
    await orm.em.execute(
      `insert into billing.refunds (id, payment_id, amount, currency, reason, requested_at, state, checks)
       values (?, ?, 1000, 'USD', 'other', now(), 'succeeded', 0)`,
      [refundId, paymentId],
    );
    for (const id of [lostId, wonId])
      await orm.em.execute(
        `insert into billing.disputes (id, payment_id, provider_id, amount, currency, reason, state, funds, opened_at, checks)
         values (?, ?, ?, 1000, 'USD', 'fraudulent', 'needs_response', 'withdrawn', now(), 0)`,
        [id, paymentId, id],
      );
    const posted = [
      ['payment', paymentId, ':sale', 'sale', { [`payable:${payee}`]: 2_000, [`payable:${other}`]: 999 }],
      ['refund', refundId, '', 'refund', { [`payable:${payee}`]: -400 }],
      ['dispute', lostId, '', 'dispute', { [`payable:${payee}`]: -250, [`receivable:${payee}`]: -150 }],
      ['dispute', wonId, '', 'dispute', { [`payable:${payee}`]: -100 }],
      ['dispute', wonId, ':won', 'dispute_return', { [`receivable:${payee}`]: 100 }],
      // Touches a payee and is no part of a sale.
      ['payout', newId(), '', 'payout', { [`payable:${payee}`]: -1_000 }],
    ] as const;
    for (const [subject, id, step, kind, parts] of posted) {
      const entries = Object.entries(parts).map(([account, amount]) => ({ account, amount, currency: 'USD' }));
      const rest = entries.reduce((sum, { amount }) => sum - amount, 0);
      const posting = {
        ...{ id: newId(), reference: `${subject}:${id}${step}`, kind, occurredAt: '2026-03-01T12:00:00Z' },
        entries: [...entries, { account: 'clearing:stripe', amount: rest, currency: 'USD' }],
      };
      await orm.em.execute('select billing.ledger_post(?::jsonb)', [JSON.stringify([posting])]);
    }
    await orm.migrator.up({ to: '0016-payouts.migration' });
    const earnings = await orm.em.execute<object[]>(
      'select payee_id, payment_id, sale::int, amount::int, reversed::int from billing.earnings order by amount desc',
    );
    expect(earnings).toEqual([
      { payee_id: payee, payment_id: paymentId, sale: 4_999, amount: 2_000, reversed: 800 },
      { payee_id: other, payment_id: paymentId, sale: 4_999, amount: 999, reversed: 0 },
    ]);
  });

  it('of events of the provider is reduced to what tells of nobody', async () => {
    await orm.migrator.up({ to: '0016-payouts.migration' });
    const about = { id: 'ch_1', object: 'charge', status: 'succeeded', amount: 4_999, payment_intent: 'pi_1' };
    const metadata = { payment_id: newId() };
    const rest = { customer: null, billing_details: { name: 'Grace' }, metadata: { ...metadata, note: 'Grace' } };
    const data = { object: { ...about, ...rest }, previous_attributes: { receipt_email: 'grace@example.org' } };
    const payloads = [{ type: 'charge.succeeded', data }, { data: { object: 'Grace' } }, { data: {} }, {}];
    await orm.em.execute(
      `insert into billing.provider_events (id, provider, event_id, type, payload, received_at)
       select gen_random_uuid(), 'stripe', place, 'any', payload, now()
       from jsonb_array_elements(?::jsonb) with ordinality as told (payload, place)`,
      [JSON.stringify(payloads)],
    );
    await orm.migrator.up({ to: '0017-reconciliation.migration' });
    const rows = await orm.em.execute<{ payload: object }[]>(
      'select payload from billing.provider_events order by event_id',
    );
    const nothing = { data: { object: {} } };
    expect(rows.map(({ payload }) => payload)).toEqual([
      { type: 'charge.succeeded', data: { object: { ...about, metadata } } },
      ...[nothing, nothing, nothing],
    ]);
  });

  it('of sales of courses knows afterwards which, and what became of the whole', async () => {
    await orm.migrator.up({ to: '0022-reviews.migration' });
    const [courseId, instructor, assistant] = [newId(), newId(), newId()];
    const [known, unknown] = [newId(), newId()];
    await orm.em.execute(
      `insert into catalog.courses (id, instructor_id, slug, created_at, title, summary, price_amount, price_currency, state,
                                    level, language, sections, edited)
       values (?, ?, 'tests', now(), 'Tests', 'All.', 4999, 'USD', 'draft', 'all', 'en', '[]', true)`,
      [courseId, instructor],
    );
    for (const [paymentId, bought] of [
      [known, courseId],
      [unknown, null],
    ]) {
      const reference = newId();
      await orm.em.execute(
        `insert into billing.payments (id, payer_id, purpose, reference, amount, currency, shares, description, created_at, state,
                                       checks, refunded, disputed, excess)
         values (?, ?, 'course_purchase', ?, 4999, 'USD', '[]', 'Tests', now(), 'succeeded', 0, 1000, 4500, 501)`,
        [paymentId, newId(), reference],
      );
      for (const [payeeId, amount] of [
        [instructor, 3_000],
        [assistant, 499],
      ])
        await orm.em.execute(
          `insert into billing.earnings (payment_id, payee_id, sale, amount, currency, reversed, earned_at, available_at)
           values (?, ?, 4999, ?, 'USD', ?, now(), now())`,
          [paymentId, payeeId, amount, amount],
        );
      if (bought)
        await orm.em.execute(
          `insert into catalog.purchases (id, course_id, learner_id, price_amount, price_currency, shares, started_at,
                                          operation_id, state)
           values (?, ?, ?, 4999, 'USD', '[]', now(), ?, 'pending')`,
          [reference, bought, newId(), newId()],
        );
    }
    await orm.migrator.up({ to: '0023-sales.migration' });
    const earnings = await orm.em.execute<object[]>(
      `select distinct payment_id, subject, refunded::int, fees::int from billing.earnings
       where payment_id in (?, ?) order by payment_id`,
      [known, unknown],
    );
    expect(earnings).toEqual([
      { payment_id: known, subject: courseId, refunded: 4_999, fees: 0 },
      { payment_id: unknown, subject: null, refunded: 4_999, fees: 0 },
    ]);
  });

  it('of courses by who was erased is off sale, and that of others as it was', async () => {
    await orm.migrator.up({ to: '0028-withdrawn-reviews.migration' });
    const [gone, there] = [newId(), newId()];
    for (const [id, erasedAt] of [
      [gone, new Date()],
      [there, null],
    ] as const) {
      await orm.em.execute(
        `insert into identity.users (id, email, name, password_hash, roles, signed_up_at, erased_at)
         values (?, ?, '', '', '{instructor}', now(), ?)`,
        [id, `${id}@example.org`, erasedAt],
      );
      await orm.em.execute(
        `insert into catalog.courses (id, instructor_id, slug, created_at, title, summary, price_amount, price_currency, level,
           language, sections, edited, state, submitted_at)
         values (?, ?, ?, now(), '', '', 0, 'USD', 'all', 'en', '[]', true, 'in_review', now())`,
        [newId(), id, id],
      );
    }
    await orm.migrator.up({ to: '0029-leftovers.migration' });
    const rows = await orm.em.execute<object[]>(
      'select instructor_id, state, submitted_at is not null as waits from catalog.courses',
    );
    expect(rows).toEqual(
      expect.arrayContaining([
        { instructor_id: gone, state: 'archived', waits: false },
        { instructor_id: there, state: 'in_review', waits: true },
      ]),
    );
  });
});
