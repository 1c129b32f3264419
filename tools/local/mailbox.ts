import { mkdir } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { join, resolve } from 'node:path';
import { answersOk } from './answers-ok.ts';
import { freePort } from './free-port.ts';
import { type Launch, launchInto, type RunningProgram } from './launch.ts';

export interface MailboxOptions {
  /** Holds the mails; kept from one start to the next. */
  dataDir: string;
  smtpPort?: number;
  webPort?: number;
  launch?: Launch;
}

export interface Mailbox {
  smtpUrl: string;
  webUrl: string;
  program: RunningProgram;
  stop(): Promise<void>;
}

const require = createRequire(import.meta.url);

/** Starts maildev: it accepts every mail, delivers none, and shows them on a page. */
export async function startMailbox(options: MailboxOptions): Promise<Mailbox> {
  const { smtpPort = await freePort(), webPort = await freePort() } = options;
  const dataDir = resolve(options.dataDir);
  const launch = options.launch ?? launchInto(join(dataDir, 'mailbox.log'));
  const mails = join(dataDir, 'mails');
  await mkdir(mails, { recursive: true });

  const smtp = ['--smtp', String(smtpPort), '--ip', '127.0.0.1'];
  const web = ['--web', String(webPort), '--web-ip', '127.0.0.1'];
  const args = [require.resolve('maildev/bin/maildev'), ...smtp, ...web, '--mail-directory', mails];
  const webUrl = `http://127.0.0.1:${webPort}`;
  const program = launch({ command: process.execPath, args });
  await program.becomesReady(() => answersOk(`${webUrl}/healthz`));
  return { smtpUrl: `smtp://127.0.0.1:${smtpPort}`, webUrl, program, stop: () => program.stop() };
}
