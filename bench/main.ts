import { parseArgs } from 'node:util';
import pg from 'pg';
import { fillDatabase } from './fill-database.ts';
import { fillHistory } from './fill-history.ts';
import type { Measurement } from './measurement.ts';
import { courseList, coursePage, openList } from './measurements/course-reads.ts';
import { ledgerPostings } from './measurements/ledger-postings.ts';
import { loginFlood } from './measurements/login-flood.ts';
import { purchases } from './measurements/purchases.ts';
import { warmReads } from './measurements/warm-reads.ts';
import { type Row, resultTable } from './result-table.ts';
import { StageHands } from './stage.ts';

const MEASUREMENTS: Record<string, Measurement> = {
  list: courseList,
  page: coursePage,
  warm: warmReads,
  open: openList,
  ledger: ledgerPostings,
  purchase: purchases,
  flood: loginFlood,
};

const { values: options } = parseArgs({
  options: {
    only: { type: 'string', multiple: true, default: Object.keys(MEASUREMENTS) },
    seconds: { type: 'string', default: '8' },
    profile: { type: 'boolean', default: false },
  },
});

const hands = new StageHands({ profiling: options.profile });
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
  process.once(signal, () => void hands.tearDown().finally(() => process.exit(1)));
}

await run()
  .catch(error => {
    console.error(error);
    process.exitCode = 1;
  })
  .finally(() => hands.tearDown());
// A measurement that failed may have left others of its promises behind.
process.exit();

async function run(): Promise<void> {
  const stage = await hands.setUp();
  const pool = new pg.Pool({ connectionString: stage.databaseUrl, max: 1 });
  const shop = await fillDatabase(pool);
  await fillHistory(pool);
  await pool.end();

  const rows: Row[] = [];
  const notes: string[] = [];
  for (const name of options.only) {
    console.error(`Measuring ${name} ...`);
    toggleProfiles();
    const note = (line: string) => notes.push(line);
    rows.push(...(await measurementNamed(name)({ stage, shop, seconds: Number(options.seconds), note })));
    toggleProfiles();
    hands.assertAllRun();
  }
  console.log([resultTable(rows), '', ...notes].join('\n'));
}

function measurementNamed(name: string): Measurement {
  const measurement = MEASUREMENTS[name];
  if (!measurement) throw new Error(`--only is one of ${Object.keys(MEASUREMENTS).join(', ')}`);
  return measurement;
}

function toggleProfiles(): void {
  if (!options.profile) return;
  for (const name of ['api', 'worker']) hands.running.get(name)?.child.kill('SIGWINCH');
}
