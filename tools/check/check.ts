import { spawn } from 'node:child_process';
import { mkdir, readFile, rm } from 'node:fs/promises';

interface Count {
  passed: number;
  failed: number;
  skipped: number;
}

/** Nest and MikroORM are ECMAScript modules, which Jest loads behind a flag. */
const NODE_OPTIONS = '--experimental-vm-modules --disable-warning=ExperimentalWarning';
const REPORT = '.azora/test-report.json';

/** Runs every check, whatever becomes of the others, and closes with one line that counts them all. */
const counts = [
  await check('Format and lint', 'biome', ['check', '--error-on-warnings', '.']),
  await check('Types', 'tsc', ['--noEmit']),
  await check('Build', 'nest', ['build']),
  await tests(process.argv.slice(2)),
];
const sum = (key: keyof Count) => counts.reduce((total, count) => total + count[key], 0);
const skipped = sum('skipped') > 0 ? `, ${sum('skipped')} skipped` : '';
console.log(`\n${sum('passed')} passed, ${sum('failed')} failed${skipped}`);
process.exitCode = sum('failed') > 0 ? 1 : 0;

async function check(name: string, command: string, args: string[]): Promise<Count> {
  console.log(`\n${name} ...`);
  const passed = await succeeds(command, args);
  return { passed: passed ? 1 : 0, failed: passed ? 0 : 1, skipped: 0 };
}

/** A run that ends without a report has failed, whatever Jest says. */
async function tests(args: string[]): Promise<Count> {
  console.log('\nTests ...');
  await mkdir('.azora', { recursive: true });
  await rm(REPORT, { force: true });
  const passed = await succeeds('jest', ['--json', `--outputFile=${REPORT}`, ...args], {
    ...process.env,
    NODE_OPTIONS,
  });
  const report = await readFile(REPORT, 'utf8').then(JSON.parse, () => undefined);
  if (!report) return { passed: 0, failed: 1, skipped: 0 };
  const failed = report.numFailedTests + report.numRuntimeErrorTestSuites;
  return { passed: report.numPassedTests, failed: failed || (passed ? 0 : 1), skipped: report.numPendingTests };
}

function succeeds(command: string, args: string[], env = process.env): Promise<boolean> {
  const child = spawn(command, args, { stdio: ['ignore', 'inherit', 'inherit'], env });
  return new Promise(resolve => {
    child.on('error', () => resolve(false));
    child.on('exit', code => resolve(code === 0));
  });
}
