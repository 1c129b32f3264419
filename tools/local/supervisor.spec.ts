import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { identityOf } from './process-identity.ts';
import { ProcessRecord } from './process-record.ts';
import { Supervisor } from './supervisor.ts';
import { standIn } from './testing/stand-in.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';
import { waitUntil } from './wait-until.ts';

describe('The supervisor', () => {
  let folder: string;
  let record: ProcessRecord;
  let supervisor: Supervisor;
  let said: string[];

  beforeEach(async () => {
    folder = await temporaryFolder();
    record = new ProcessRecord(folder);
    said = [];
    supervisor = new Supervisor({ record, logs: folder, say: line => said.push(line) });
  });

  afterEach(async () => {
    await supervisor.stop();
    await rm(folder, { recursive: true });
  });

  function keep(name: string, line = '') {
    return supervisor.keep(name, async launch => ({ program: await standIn(launch, line) }));
  }

  it('starts a killed child again', async () => {
    const { program } = await keep('api');
    process.kill(program.pid, 'SIGKILL');
    expect(await waitUntil(() => said.includes('api is back'), 5_000)).toBe(true);
    expect(said[0]).toBe('api was ended by SIGKILL; starting it again');
    expect(record.leftovers().map(({ name, pid }) => [name, pid === program.pid])).toEqual([['api', false]]);
  });

  it('gives up on a child that fails five times within seconds of its start', async () => {
    await keep('api', 'setTimeout(() => { console.log("the reason"); process.exit(1); }, 50)');
    await expect(supervisor.untilOver()).rejects.toThrow(/api does not stay alive.*exit code 1.*the reason/s);
    expect(said.filter(line => line.endsWith('starting it again'))).toHaveLength(4);
  }, 15_000);

  it('stops the children one after the other, the youngest first, and leaves none', async () => {
    const order = join(folder, 'order');
    const leaveATrace = (name: string) =>
      `process.on("SIGTERM", () => { fs.appendFileSync(${JSON.stringify(order)}, "${name} "); process.exit(); })`;
    const children = [];
    for (const name of ['postgres', 'worker', 'api']) children.push(await keep(name, leaveATrace(name)));

    await supervisor.stop();

    expect(await readFile(order, 'utf8')).toBe('api worker postgres ');
    expect(children.map(({ program }) => identityOf(program.pid))).toEqual([undefined, undefined, undefined]);
    expect(record.leftovers()).toEqual([]);
  });

  it('keeps the order of the first start when a child was started again', async () => {
    const { program } = await keep('postgres');
    await keep('api');
    process.kill(program.pid, 'SIGKILL');
    await waitUntil(() => said.includes('postgres is back'), 5_000);
    expect(record.leftovers().map(({ name }) => name)).toEqual(['postgres', 'api']);
  });

  it('starts nothing any more once it stops', async () => {
    await supervisor.stop();
    await expect(keep('api')).rejects.toThrow('stopping');
  });
});
