import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type Launch, launchInto } from './launch.ts';
import { standIn } from './testing/stand-in.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

describe('A launched program', () => {
  let folder: string;
  let launch: Launch;

  beforeAll(async () => {
    folder = await temporaryFolder();
    launch = launchInto(join(folder, 'program.log'));
  });

  afterAll(() => rm(folder, { recursive: true }));

  it('is reported with its last output when it ends before it is ready', async () => {
    const program = launch({ command: 'sh', args: ['-c', 'echo the reason; exit 3'] });
    await expect(program.becomesReady(async () => false)).rejects.toThrow(/ended with exit code 3.*the reason/s);
  });

  it('is stopped and reported when it is not ready in time', async () => {
    const program = launch({ command: 'sleep', args: ['60'] });
    await expect(program.becomesReady(async () => false, 50)).rejects.toThrow('was not ready after 0.05 s');
    expect(program.hasEnded).toBe(true);
  });

  it('is ended hard when it ignores the request to stop', async () => {
    const program = await standIn(launch, 'process.on("SIGTERM", () => {})');
    await program.stop(50);
    await expect(program.ended).resolves.toEqual({ code: null, signal: 'SIGKILL' });
  });

  it('fails at once when there is no such command', () => {
    expect(() => launch({ command: 'no-such-command' })).toThrow('cannot run no-such-command');
  });
});
