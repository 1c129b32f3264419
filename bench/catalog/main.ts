import { parseArgs } from 'node:util';
import pg from 'pg';
import { v7 } from 'uuid';
import { arrivals } from '../arrivals.ts';
import { median, p95Of } from '../figures.ts';
import { signUp } from '../fill-database.ts';
import { hammer } from '../hammer.ts';
import { inTurns } from '../in-turns.ts';
import { markdownTable } from '../markdown-table.ts';
import { onStage } from '../on-stage.ts';
import type { Stage } from '../stage.ts';
import { askedOfDatabase, type Statement } from './asked-of-database.ts';
import { assertListedTruly } from './assert-listed-truly.ts';
import { explained } from './explained.ts';
import { growCatalog } from './grow-catalog.ts';
import { type Kind, kindsOfReads } from './kinds.ts';
import { rankListings, sumUpListings, type UpkeepTimes } from './product-upkeep.ts';
import { measureWrites, type Writers } from './writes.ts';

/** Far below what the product can do, so that latencies tell of the work and not of a queue. */
const ARRIVALS = 100;
const CONNECTIONS = 20;
const ROUNDS = 3;
/** So many different requests are asked before the first is asked again: more than a cache has time to keep. */
const FRESH = 10_000;
/** The limit, which has no cache, replays the statements of so many. */
const REPLAYS = 400;
const COURSES_EACH = 50;

const { values: options } = parseArgs({
  options: {
    courses: { type: 'string', default: '1000000' },
    only: { type: 'string', default: '' },
    seconds: { type: 'string', default: '1' },
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
  await report(stage, pool, [few, many], before, after);
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
  const kinds = await wanted(pool);
  const p95s = new Map<string, number[]>(kinds.map(({ name }) => [name, []]));
  // All kinds again and again, so that what else the machine does for a while meets none of them each time.
  for (let round = 0; round < ROUNDS; round++) {
    say(`Reading, round ${round + 1} of ${ROUNDS} ...`);
    for (const kind of kinds) p95s.get(kind.name)?.push(await p95At(stage, kind, round));
  }
  say('Writing ...');
  const writes = await measureWrites(stage, pool, writers);
  const reads = new Map([...p95s].map(([name, values]) => [name, median(values)]));
  return { reads, writes, ranking, sums: await sumUpListings(stage) };
}

async function p95At({ product }: Stage, kind: Kind, round: number): Promise<number> {
  const warmUp = Math.ceil(ARRIVALS / 10);
  const first = round * ARRIVALS * (seconds + 1);
  const load = { origin: product, connections: CONNECTIONS, perSecond: ARRIVALS };
  await arrivals({ ...load, seconds: warmUp / ARRIVALS, pathOf: n => kind.pathOf(first + n) });
  return p95Of(await arrivals({ ...load, seconds, pathOf: n => kind.pathOf(first + warmUp + n) }));
}

async function wanted(pool: pg.Pool): Promise<Kind[]> {
  return (await kindsOfReads(pool)).filter(({ name }) => name.includes(options.only));
}

async function report(stage: Stage, pool: pg.Pool, [few, many]: number[], before: Measured, after: Measured) {
  const flat = (name: string, then: number, now: number) => {
    const ratio = now / then;
    return [name, then.toFixed(1), now.toFixed(1), ratio.toFixed(2), `2${ratio > 2 ? ' (above)' : ''}`];
  };
  const head = (what: string) => [what, `p95 ms at ${numeral(few)}`, `at ${numeral(many)}`, 'ratio', 'aim'];
  const reads = [...after.reads].map(([name, now]) => flat(name, before.reads.get(name) ?? 0, now));
  const writes = Object.entries(after.writes).map(([name, now]) => flat(name, before.writes[name] ?? 0, now));
  const job = (name: string, { transactions, longest, whole }: UpkeepTimes) => [
    name,
    ...[transactions, longest, whole].map(figure => figure.toFixed(0)),
  ];
  const kinds = await wanted(pool);
  const tables = [
    [`Reads, ${ARRIVALS} a second arriving`, head('read'), reads],
    ['Writes, one after the other', head('write'), writes],
    [
      `At ${numeral(many)}, as fast as they are answered`,
      ['read', 'product, req/s', 'limit', 'ratio', 'aim'],
      await atFullLoad(stage, pool, kinds),
    ],
    [
      'Jobs',
      ['job', 'transactions', 'longest ms', 'all ms'],
      [
        job('rank all that are new', after.ranking),
        job('rank again', await rankListings(stage, pool)),
        job('sum up', after.sums),
      ],
    ],
    [`Plans at ${numeral(many)}`, ['read', 'nodes (rows)', 'blocks', 'ms'], await plansOf(pool, kinds)],
  ] as [string, string[], string[][]][];
  console.log(tables.map(([title, columns, rows]) => `${title}:\n\n${markdownTable(columns, rows)}\n`).join('\n'));
}

async function plansOf(pool: pg.Pool, kinds: Kind[]): Promise<string[][]> {
  const rows: string[][] = [];
  for (const kind of kinds) {
    for (const statement of await askedOfDatabase(pool, kind.pathOf(0))) {
      const { nodes, buffers, ms } = await explained(pool, statement);
      rows.push([kind.name, nodes.join(', '), String(buffers), ms.toFixed(1)]);
    }
  }
  return rows;
}

/** The kinds of a group in turn. */
async function atFullLoad(stage: Stage, pool: pg.Pool, kinds: Kind[]): Promise<string[][]> {
  const rows: string[][] = [];
  for (const [group, members = []] of Object.entries(Object.groupBy(kinds, kind => kind.group))) {
    say(`Comparing ${group} ...`);
    const pathOf = (n: number) => (members[n % members.length] as Kind).pathOf(Math.floor(n / members.length));
    const replays = await replayed(stage, pool, pathOf);
    let asked = 0;
    const fresh = () => Array.from({ length: FRESH }, () => ({ path: pathOf(asked++) }));
    const [product, limit] = await inTurns(
      3 * seconds,
      time => hammer({ origin: stage.product, connections: CONNECTIONS, requests: fresh(), seconds: time }),
      time => hammer({ origin: stage.limit, connections: CONNECTIONS, requests: replays, seconds: time }),
    );
    if (!product || !limit) throw new Error('a side was not measured');
    const ratio = product.perSecond / limit.perSecond;
    const rates = [product, limit].map(({ perSecond }) => numeral(perSecond));
    rows.push([group, ...rates, ratio.toFixed(2), `0.9${ratio < 0.9 ? ' (below)' : ''}`]);
  }
  return rows;
}

/** Teaches bare Fastify the statements that the product runs. @returns requests that it answers by them */
async function replayed({ limit }: Stage, pool: pg.Pool, pathOf: (n: number) => string): Promise<{ path: string }[]> {
  const replays: [path: string, statements: Statement[]][] = [];
  for (let n = 0; n < REPLAYS; n++) replays.push([`/replays/${n}`, await askedOfDatabase(pool, pathOf(n))]);
  const headers = { 'content-type': 'application/json' };
  const taught = await fetch(`${limit}/replays`, { method: 'POST', headers, body: JSON.stringify(replays) });
  if (!taught.ok) throw new Error(await taught.text());
  return replays.map(([path]) => ({ path }));
}

function numeral(value = 0): string {
  return Math.round(value).toLocaleString('en');
}

function say(line: string): void {
  console.error(line);
}
