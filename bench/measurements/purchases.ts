import { setTimeout as pause } from 'node:timers/promises';
import type { Request } from 'autocannon';
import pg from 'pg';
import Stripe from 'stripe';
import { accessToken } from '../access-token.ts';
import { type Figures, figuresOf, medianOf } from '../figures.ts';
import type { Course, Shop } from '../fill-database.ts';
import { hammer } from '../hammer.ts';
import type { Measurement } from '../measurement.ts';
import type { Stage } from '../stage.ts';

const CONNECTIONS = 32;
const ROUNDS = 2;
/** Enough at a time to keep what follows the request busy for about a second. */
const A_SECOND = 96;
const WARM_UP = 3 * A_SECOND;
const PATIENCE_MS = 120_000;

interface Round {
  accepted: Figures;
  enrolled: Figures;
  /** Enrolled, posted to the ledger with its fee, and its webhook handled. */
  complete: Figures;
}

/** Buying a course, from the request to the enrollment, the ledger and the handled webhook. */
export const purchases: Measurement = async ({ stage, shop, seconds, note }) => {
  const pool = new pg.Pool({ connectionString: stage.databaseUrl, max: 2 });
  const amount = Math.max(1, Math.round(seconds / ROUNDS)) * A_SECOND;
  try {
    const customers = await warmCustomers(stage, shop, pool);
    const popular = shop.courses[0]?.instructorId;
    const tokens = await tokensOf(stage, shop);
    const buyers = buyersOf(
      tokens,
      shop.courses.filter(course => course.instructorId !== popular),
    );
    const crowd = buyersOf(
      tokens,
      shop.courses.filter(course => course.instructorId === popular),
    );
    await buy(stage, pool, buyers, WARM_UP);
    const rounds: Round[] = [];
    const crowded: Round[] = [];
    const limits: Figures[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const before = stage.processorTimes();
      rounds.push(await buy(stage, pool, buyers, amount));
      note(`Processor time a purchase, round ${round + 1}: ${timesOf(before, stage.processorTimes(), amount)}`);
      limits.push(await chargeDirectly(stage, customers, amount));
      crowded.push(await buy(stage, pool, crowd, amount));
    }
    const row = { unit: '/s', limit: medianOf(limits), against: "the sandbox's own create and confirm" };
    return [
      { ...row, what: 'purchase, accepted', product: medianOf(rounds.map(({ accepted }) => accepted)) },
      { ...row, what: 'purchase, enrolled', product: medianOf(rounds.map(({ enrolled }) => enrolled)) },
      { ...row, what: 'purchase, complete', product: medianOf(rounds.map(({ complete }) => complete)) },
      {
        ...row,
        what: 'purchase, complete, one instructor',
        product: medianOf(crowded.map(({ complete }) => complete)),
      },
    ];
  } finally {
    await pool.end();
  }
};

/** Throughput depends on what else the machine does; the work of one purchase hardly does. */
function timesOf(before: Record<string, number>, after: Record<string, number>, purchases: number): string {
  const each = Object.entries(after)
    .map(([name, time]) => ({ name, ms: (time - (before[name] ?? 0)) / purchases }))
    .filter(({ ms }) => ms >= 0.1);
  const all = each.reduce((sum, { ms }) => sum + ms, 0);
  return `${all.toFixed(1)} ms (${each.map(({ name, ms }) => `${name} ${ms.toFixed(1)}`).join(', ')})`;
}

function stripeAt(url: string, { stripe: { secretKey } }: Stage): Stripe {
  const { hostname: host, port } = new URL(url);
  return new Stripe(secretKey, { host, port, protocol: 'http', telemetry: false });
}

/** Makes every learner a customer of both sandboxes, so that no purchase has to. @returns those of the limit's */
async function warmCustomers(stage: Stage, { learnerIds }: Shop, pool: pg.Pool): Promise<string[]> {
  const [known, unknown] = [stage.stripe.product, stage.stripe.limit].map(url => stripeAt(url, stage)) as [
    Stripe,
    Stripe,
  ];
  const customers: string[] = [];
  for (const learnerId of learnerIds) {
    const { id } = await known.customers.create({ metadata: { user_id: learnerId } });
    await pool.query('insert into billing.customers (user_id, provider_id) values ($1, $2)', [learnerId, id]);
    customers.push((await unknown.customers.create({ metadata: { user_id: learnerId } })).id);
  }
  return customers;
}

async function tokensOf(stage: Stage, { learnerIds }: Shop): Promise<string[]> {
  const tokens: string[] = [];
  for (const id of learnerIds) tokens.push(await accessToken(stage, id));
  return tokens;
}

/** Each (learner, course) once, and neighbors differ in both. */
function* buyersOf(tokens: string[], courses: Course[]): Generator<Request, undefined> {
  for (let shift = 0; shift < tokens.length; shift++) {
    for (const [index, { id }] of courses.entries())
      yield purchaseOf(id, tokens[(index + shift) % tokens.length] ?? '');
  }
}

function purchaseOf(courseId: string, token: string): Request {
  return {
    method: 'POST',
    path: '/api/courses/purchase',
    headers: {
      authorization: `Bearer ${token}`,
      'content-type': 'application/json',
      'idempotency-key': crypto.randomUUID(),
    },
    body: JSON.stringify({ courseId, paymentMethod: 'pm_card_visa' }),
  };
}

async function buy(stage: Stage, pool: pg.Pool, buyers: Iterator<Request>, amount: number): Promise<Round> {
  const requests = Array.from({ length: amount }, () => buyers.next().value as Request);
  const before = await progress(pool);
  const started = performance.now();
  const reached = async (all: (now: Progress) => boolean): Promise<number> => {
    await until(pool, all);
    return (amount * 1000) / (performance.now() - started);
  };
  const [accepted, enrolled, settled] = await Promise.all([
    hammer({ origin: stage.product, connections: CONNECTIONS, requests, amount }),
    reached(now => now.enrolled >= before.enrolled + amount),
    reached(now => Math.min(now.handled - before.handled, now.settled - before.settled) >= amount),
  ]);
  // A receipt is not waited for, but the next round begins with empty queues.
  await until(pool, now => now.mailed >= before.mailed + amount);
  const at = (perSecond: number) => ({ ...accepted, perSecond });
  return { accepted, enrolled: at(enrolled), complete: at(Math.min(enrolled, settled)) };
}

interface Progress {
  enrolled: number;
  settled: number;
  handled: number;
  mailed: number;
}

async function progress(pool: pg.Pool): Promise<Progress> {
  const { rows } = await pool.query<Progress>(
    `select (select count(*)::int from catalog.enrollments) as enrolled,
            (select count(*)::int from billing.ledger_transactions where kind = 'settlement') as settled,
            (select count(*)::int from billing.provider_events where handled_at is not null) as handled,
            (select count(*)::int from notifications.mails where state = 'sent') as mailed`,
  );
  return rows[0] as Progress;
}

async function until(pool: pg.Pool, reached: (now: Progress) => boolean): Promise<void> {
  const deadline = performance.now() + PATIENCE_MS;
  while (!reached(await progress(pool))) {
    if (performance.now() > deadline)
      throw new Error(`The purchases did not complete: ${JSON.stringify(await progress(pool))}`);
    await pause(250);
  }
}

/** As many charges as a purchase makes, with nothing around them. */
async function chargeDirectly(stage: Stage, customers: string[], amount: number): Promise<Figures> {
  const stripe = stripeAt(stage.stripe.limit, stage);
  const latencies: number[] = [];
  const started = performance.now();
  let left = amount;
  const charge = async (): Promise<void> => {
    while (left-- > 0) {
      const asked = performance.now();
      await stripe.paymentIntents.create(
        {
          amount: 4999,
          currency: 'usd',
          customer: customers[left % customers.length],
          payment_method: 'pm_card_visa',
          confirm: true,
          return_url: stage.product,
          expand: ['latest_charge.balance_transaction'],
        },
        { idempotencyKey: crypto.randomUUID() },
      );
      latencies.push(performance.now() - asked);
    }
  };
  await Promise.all(Array.from({ length: CONNECTIONS }, charge));
  return figuresOf(latencies, (amount * 1000) / (performance.now() - started));
}
