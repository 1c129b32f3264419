import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { v7 } from 'uuid';
import type { Posting } from '../../src/kernel/domain/ledger.ts';
import { built } from '../built.ts';
import { type Figures, figuresOf } from '../figures.ts';
import { inTurns, type Run } from '../in-turns.ts';
import type { Measurement } from '../measurement.ts';

const WRITERS = 16;
const BULK = 100;
const PAYEES = 1_000;
const AGAINST = 'tight loop of the same function over pg';

/** One balanced posting of four entries a call, and a hundred: the product's ledger against its own SQL function. */
export const ledgerPostings: Measurement = async ({ stage, seconds }) => {
  const { ormOptions } = await built<typeof import('../../src/kernel/persistence/orm.ts')>('kernel/persistence/orm');
  const { PostgresLedger } = await built<typeof import('../../src/kernel/ledger/postgres-ledger.ts')>(
    'kernel/ledger/postgres-ledger',
  );
  const orm = await MikroORM.init(ormOptions({ DATABASE_URL: stage.databaseUrl, DATABASE_POOL: stage.pool }));
  const pool = new pg.Pool({ connectionString: stage.databaseUrl, max: stage.pool });
  const ledger = new PostgresLedger(orm.em.fork(), 'billing');
  const sides = (bulk: number): Run[] => [
    seconds => inParallel(seconds, bulk, writer => ledger.post(...postings(bulk, writer))),
    seconds => inParallel(seconds, bulk, writer => postDirectly(pool, postings(bulk, writer))),
  ];
  try {
    const [one, oneLimit] = await inTurns(seconds, ...sides(1));
    const [many, manyLimit] = await inTurns(seconds, ...sides(BULK));
    if (!one || !oneLimit || !many || !manyLimit) throw new Error('a side was not measured');
    return [
      {
        what: 'ledger, one posting a call',
        unit: 'postings/s',
        product: one,
        limit: oneLimit,
        against: AGAINST,
        aim: 0.8,
      },
      {
        what: `ledger, ${BULK} postings a call`,
        unit: 'postings/s',
        product: many,
        limit: manyLimit,
        against: AGAINST,
        aim: 0.8,
      },
    ];
  } finally {
    await orm.close();
    await pool.end();
  }
};

async function inParallel(seconds: number, bulk: number, call: (writer: number) => Promise<unknown>): Promise<Figures> {
  const latencies: number[] = [];
  const started = performance.now();
  const deadline = started + seconds * 1000;
  const write = async (writer: number): Promise<void> => {
    for (let now = performance.now(); now < deadline; ) {
      await call(writer);
      const then = performance.now();
      latencies.push(then - now);
      now = then;
    }
  };
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => write(writer)));
  return figuresOf(latencies, (latencies.length * bulk * 1000) / (performance.now() - started));
}

function postDirectly(pool: pg.Pool, rows: Posting[]): Promise<unknown> {
  const values = [JSON.stringify(rows.map(row => ({ id: v7(), ...row })))];
  return pool.query({ name: 'post', text: 'select billing.ledger_post($1)', values });
}

function postings(count: number, writer: number): Posting[] {
  return Array.from({ length: count }, () => posting(writer));
}

/** A sale whose accounts no other writer posts to. */
function posting(writer: number): Posting {
  const owner = `${writer}-${Math.floor(Math.random() * PAYEES)}`;
  return {
    reference: `bench:${v7()}`,
    kind: 'sale',
    occurredAt: new Date(),
    entries: [
      { account: `clearing:${owner}`, amount: -1000, currency: 'USD' },
      { account: `payable:${owner}`, amount: 600, currency: 'USD' },
      { account: `payable:${owner}-partner`, amount: 100, currency: 'USD' },
      { account: `income:${owner}`, amount: 300, currency: 'USD' },
    ],
  };
}
