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
import { onStage } from './on-stage.ts';
import { type Row, resultTable } from './result-table.ts';
import type { Stage, StageHands } from './stage.ts';

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

await onStage({ profiling: options.profile }, run);

async function run(stage: Stage, hands: StageHands): Promise<void> {
  const pool = new pg.Pool({ connectionString: stage.databaseUrl, max: 1 });
  const shop = await fillDatabase(pool);
  await fillHistory(pool);
  await pool.end();

  const rows: Row[] = [];
  const notes: string[] = [];
  for (const name of options.only) {
    console.error(`Measuring ${name} ...`);
    toggleProfiles(hands);
    const note = (line: string) => notes.push(line);
    rows.push(...(await measurementNamed(name)({ stage, shop, seconds: Number(options.seconds), note })));
    toggleProfiles(hands);
    hands.assertAllRun();
  }
  console.log([resultTable(rows), '', ...notes].join('\n'));
}

function measurementNamed(name: string): Measurement {
  const measurement = MEASUREMENTS[name];
  if (!measurement) throw new Error(`--only is one of ${Object.keys(MEASUREMENTS).join(', ')}`);
  return measurement;
}

function toggleProfiles(hands: StageHands): void {
  if (!options.profile) return;
  for (const name of ['api', 'worker']) hands.running.get(name)?.child.kill('SIGWINCH');
}
