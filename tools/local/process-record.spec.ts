import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { launchInto } from './launch.ts';
import { identityOf } from './process-identity.ts';
import { ProcessRecord, stopLeftovers } from './process-record.ts';
import { standIn } from './testing/stand-in.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

describe('The record of processes', () => {
  let folder: string;
  let record: ProcessRecord;

  beforeEach(async () => {
    folder = await temporaryFolder();
    record = new ProcessRecord(folder);
  });

  afterEach(() => rm(folder, { recursive: true }));

  it('has one supervisor at a time', () => {
    record.claim();
    expect(() => new ProcessRecord(folder).claim()).toThrow(`already running here (process ${process.pid})`);
    record.release();
    expect(() => new ProcessRecord(folder).claim()).not.toThrow();
  });

  it('lets go of a supervisor that was killed', async () => {
    const killed = { pid: process.pid, identity: 'an earlier process with the same number' };
    await writeFile(join(folder, 'supervisor.json'), JSON.stringify(killed));
    expect(() => record.claim()).not.toThrow();
  });

  it('finds what was left behind and ends it', async () => {
    const program = await standIn(launchInto(join(folder, 'program.log')), '');
    record.write([['program', program]]);
    const leftovers = new ProcessRecord(folder).leftovers();
    expect(leftovers.map(({ name }) => name)).toEqual(['program']);
    await stopLeftovers(leftovers);
    expect(identityOf(program.pid)).toBeUndefined();
  });

  it('leaves a later process alone that got the number of a recorded one', async () => {
    const recorded = [{ name: 'program', pid: process.pid, identity: 'an earlier process with the same number' }];
    await writeFile(join(folder, 'children.json'), JSON.stringify(recorded));
    expect(record.leftovers()).toEqual([]);
  });
});
