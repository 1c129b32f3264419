import { parseArgs } from 'node:util';
import pg from 'pg';
import { v7 } from 'uuid';
import { arrivals } from '../arrivals.ts';
import { p95Of } from '../figures.ts';
import { signUp } from '../fill-database.ts';
import { hammer } from '../hammer.ts';
import { inTurns } from '../in-turns.ts';
import { markdownTable } from '../markdown-table.ts';
import { onStage } from '../on-stage.ts';
import type { Stage } from '../stage.ts';
import { askedOfDatabase } from './asked-of-database.ts';
import { assertListedTruly } from './assert-listed-truly.ts';
import { explained } from './explained.ts';
import { growCatalog } from './grow-catalog.ts';
import { type Kind, kindsOfReads } from './kinds.ts';
import { rankListings, sumUpListings, type UpkeepTimes } from './product-upkeep.ts';
import { measureWrites, type Writers } from './writes.ts';

/** Far below what the product can do, so that latencies tell of the work and not of a queue. */
const ARRIVALS = 100;
const CONNECTIONS = 20;
/** The limit replays the statements of so many different requests of a kind. */
const REPLAYS = 100;
const COURSES_EACH = 50;

const { values: options } = parseArgs({
  options: {
    courses: { type: 'string', default: '1000000' },
    only: { type: 'string', default: '' },
    seconds: { type: 'string', default: '2' },
  },
});
const seconds = Number(options.seconds);

interface Measured {
  reads: Map<string, number>;
  writes: Record<string, number>;
  ranking: UpkeepTimes;
  sums: UpkeepTimes;
}

await onStage({ profiling: false }, async stage => {
  const pool = new pg.Pool({ connectionString: stage.databaseUrl, max: 4 });
  const [few, many] = [10_000, Number(options.courses)];
  const [instructorId = '', ...others] = await signUp(pool, 'instructor', few / COURSES_EACH);
  const [learnerId = ''] = await signUp(pool, 'learner', 1);
  const small = await filled(stage, pool, { from: 0, to: few, instructorIds: [instructorId, ...others] });
  const before = await measured(stage, pool, small, { instructorId, learnerId });
  const instructorIds = [...others, ...Array.from({ length: (many - few) / COURSES_EACH }, () => v7())];
  const large = await filled(stage, pool, { from: few, to: many, instructorIds });
  const after = await measured(stage, pool, large, { instructorId, learnerId });
  await report(stage, pool, before, after);
  await pool.end();
});

interface Filling {
  from: number;
  to: number;
  instructorIds: string[];
}

/** @returns what the first ranking took, of all that are new */
async function filled(stage: Stage, pool: pg.Pool, { from, to, instructorIds }: Filling): Promise<UpkeepTimes> {
  say(`Filling in ${to.toLocaleString('en')} courses ...`);
  await growCatalog(pool, from, to, instructorIds);
  await sumUpListings(stage);
  await assertListedTruly(pool);
  const ranking = await rankListings(stage, pool);
  await pool.query('vacuum analyze catalog.listings, catalog.listing_sums');
  return ranking;
}

async function measured(stage: Stage, pool: pg.Pool, ranking: UpkeepTimes, writers: Writers): Promise<Measured> {
  const reads = new Map<string, number>();
  for (const kind of await wanted(pool)) {
    say(`Measuring ${kind.name} ...`);
    const ask = (count: number, first: number) =>
      arrivals({
        origin: stage.product,
        connections: CONNECTIONS,
        perSecond: ARRIVALS,
        seconds: count,
        pathOf: n => kind.pathOf(first + n),
      });
    await ask(0.3, 0);
    reads.set(kind.name, p95Of(await ask(seconds, 0.3 * ARRIVALS)));
  }
  say('Measuring writes ...');
  const writes = await measureWrites(stage, pool, writers);
  return { reads, writes, ranking, sums: await sumUpListings(stage) };
}

async function wanted(pool: pg.Pool): Promise<Kind[]> {
  return (await kindsOfReads(pool)).filter(({ name }) => name.includes(options.only));
}

async function report(stage: Stage, pool: pg.Pool, before: Measured, after: Measured): Promise<void> {
  const flat = (name: string, few: number, many: number) => {
    const ratio = many / few;
    return [name, few.toFixed(1), many.toFixed(1), ratio.toFixed(2), `2${ratio > 2 ? ' (above)' : ''}`];
  };
  const head = (what: string) => [what, 'p95 at 10 k, ms', 'p95 at 1 M, ms', 'ratio', 'aim'];
  const reads = [...after.reads].map(([name, many]) => flat(name, before.reads.get(name) ?? 0, many));
  const writes = Object.entries(after.writes).map(([name, many]) => flat(name, before.writes[name] ?? 0, many));
  const jobs = (name: string, times: UpkeepTimes) => [
    name,
    times.transactions.toString(),
    times.longest.toFixed(0),
    times.whole.toFixed(0),
  ];
  const { throughputs, plans } = await atFullLoad(stage, pool);
  const again = await rankListings(stage, pool);
  console.log(
    [
      `Reads, ${ARRIVALS} a second arriving:`,
      markdownTable(head('read'), reads),
      'Writes, one after the other:',
      markdownTable(head('write'), writes),
      'At 1 M as fast as they are answered:',
      markdownTable(['read', 'product, req/s', 'limit', 'ratio', 'aim'], throughputs),
      'Jobs:',
      markdownTable(
        ['job', 'transactions', 'longest, ms', 'whole, ms'],
        [jobs('rank all anew', after.ranking), jobs('rank the hour after', again), jobs('sum up', after.sums)],
      ),
      'Plans at 1 M:',
      markdownTable(['read', 'nodes (rows)', 'blocks', 'ms'], plans),
    ].join('\n\n'),
  );
}

async function atFullLoad(stage: Stage, pool: pg.Pool): Promise<{ throughputs: string[][]; plans: string[][] }> {
  const [throughputs, plans]: [string[][], string[][]] = [[], []];
  for (const kind of await wanted(pool)) {
    say(`Comparing ${kind.name} ...`);
    const replayed = await replay(stage, pool, kind);
    for (const statement of replayed.statements) {
      const { nodes, buffers, ms } = await explained(pool, statement);
      plans.push([kind.name, nodes.join(', '), String(buffers), ms.toFixed(1)]);
    }
    let first = 0;
    const product = (time: number) => {
      const paths = Array.from({ length: 5_000 }, (_, index) => ({ path: kind.pathOf(first + index) }));
      first += paths.length;
      return hammer({ origin: stage.product, connections: CONNECTIONS, requests: paths, seconds: time });
    };
    const limit = (time: number) =>
      hammer({ origin: stage.limit, connections: CONNECTIONS, requests: replayed.requests, seconds: time });
    const [ours, bare] = await inTurns(seconds, product, limit);
    if (!ours || !bare) throw new Error('a side was not measured');
    const ratio = ours.perSecond / bare.perSecond;
    const rates = [ours, bare].map(({ perSecond }) => Math.round(perSecond).toLocaleString('en'));
    throughputs.push([kind.name, ...rates, ratio.toFixed(2), `0.9${ratio < 0.9 ? ' (below)' : ''}`]);
  }
  return { throughputs, plans };
}

/** Teaches bare Fastify the statements that the product runs for requests of a kind. */
async function replay(stage: Stage, pool: pg.Pool, kind: Kind) {
  const replays = await Promise.all(
    Array.from({ length: REPLAYS }, async (_, n) => {
      const path = `/replays/${encodeURIComponent(kind.name)}/${n}`;
      return [path, await askedOfDatabase(pool, kind.pathOf(n))] as const;
    }),
  );
  const taught = await fetch(`${stage.limit}/replays`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(replays),
  });
  if (!taught.ok) throw new Error(await taught.text());
  return { requests: replays.map(([path]) => ({ path })), statements: replays[0]?.[1] ?? [] };
}

function say(line: string): void {
  console.error(line);
}
