import { readFile } from 'node:fs/promises';
import { commandOf, identityOf } from './process-identity.ts';
import { stopProcess } from './stop-process.ts';

/**
 * Ends the server that an earlier start left running on this data, which happens when its starter was killed. A process
 * that merely got the same number later does not name the data on its command line, and is left alone.
 */
export async function stopFormerServer(
  pidFile: string,
  data: string,
  { stopSignal, hardSignal }: { stopSignal: NodeJS.Signals; hardSignal: NodeJS.Signals },
): Promise<void> {
  const pid = Number.parseInt(await readFile(pidFile, 'utf8').catch(() => ''), 10);
  if (!(pid > 0) || !commandOf(pid).includes(data)) return;
  await stopProcess({ pid, identity: identityOf(pid), stopSignal, hardSignal });
}
