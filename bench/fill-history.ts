import type pg from 'pg';

const PAST_PURCHASES = 10_000;

/**
 * What a shop leaves behind that has sold before. Without it PostgreSQL would plan for empty tables, and a session keeps its
 * plans until statistics change.
 */
export async function fillHistory(pool: pg.Pool): Promise<void> {
  await pool.query(
    'create temporary table past as select id as course_id, row_number() over () as n from catalog.courses',
  );
  for (const statement of HISTORY) await pool.query(statement);
  await pool.query('vacuum analyze');
}

const HISTORY = [
  `delete from past where n > ${PAST_PURCHASES}`,
  'alter table past add purchase_id uuid default uuidv7(), add payment_id uuid default uuidv7(), add learner_id uuid default uuidv7()',
  `insert into catalog.purchases (id, course_id, learner_id, price_amount, price_currency, shares, started_at, operation_id,
                                  state, paid_at)
   select purchase_id, course_id, learner_id, 4999, 'USD', '[]', now(), purchase_id, 'paid', now() from past`,
  `insert into catalog.enrollments (id, course_id, learner_id, grounds, enrolled_at, completed_lessons)
   select uuidv7(), course_id, learner_id, 'purchase', now(), '{}' from past`,
  `insert into billing.customers (user_id, provider_id) select learner_id, 'cus_past_' || n from past`,
  `insert into billing.payments (id, payer_id, purpose, reference, amount, currency, shares, description, created_at, state,
                                 payment_method, provider_id, fee, submitted_at, checks)
   select payment_id, learner_id, 'course_purchase', purchase_id, 4999, 'USD', '[]', 'Course', now(), 'succeeded',
          'pm_card_visa', 'pi_past_' || n, 175, now(), 2 from past`,
  `insert into billing.provider_events (id, provider, event_id, type, payment_id, payload, received_at, handled_at)
   select uuidv7(), 'stripe', 'evt_past_' || n, 'payment_intent.succeeded', payment_id, '{}', now(), now() from past`,
  `insert into kernel.outbox (id, type, payload, occurred_at, published_at, published_to)
   select payment_id, 'past', '{}', now(), now(), '[]' from past`,
  `insert into kernel.inbox (event_id, reaction) select payment_id, 'past' from past`,
  `insert into kernel.idempotency_keys (principal, key, fingerprint, operation_id, leased_until, status, body)
   select learner_id, 'past', '', purchase_id, now(), 201, '{}' from past`,
  `insert into notifications.mails (id, user_id, template, facts, queued_at, state)
   select uuidv7(), learner_id, 'receipt', '{}', now(), 'sent' from past`,
  // One call, whose checks are planned when all rows are there.
  `select billing.ledger_post(jsonb_agg(jsonb_build_object(
     'id', uuidv7(), 'reference', 'past:' || n, 'kind', 'past', 'occurredAt', now(), 'entries', jsonb_build_array(
       jsonb_build_object('account', 'clearing:stripe', 'amount', -4999, 'currency', 'USD'),
       jsonb_build_object('account', 'payable:' || learner_id, 'amount', 3499, 'currency', 'USD'),
       jsonb_build_object('account', 'income:course_purchase', 'amount', 1500, 'currency', 'USD'))))) from past`,
];
