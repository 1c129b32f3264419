import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { freePort } from './free-port.ts';
import { type Launch, launchInto, type RunningProgram } from './launch.ts';

export interface IdentityProvidersOptions {
  /** Holds the log; the providers themselves remember nothing. */
  dataDir: string;
  googlePort?: number;
  githubPort?: number;
  /** Where the providers send people back to. */
  publicUrl: string;
  launch?: Launch;
}

export interface IdentityProviders {
  /** The value of OPENID_PROVIDERS. */
  setting: string;
  program: RunningProgram;
  stop(): Promise<void>;
}

const SCRIPT = fileURLToPath(new URL('../identity-providers/main.ts', import.meta.url));

/** Starts the local Google and GitHub of `tools/identity-providers`, as one process. */
export async function startIdentityProviders(options: IdentityProvidersOptions): Promise<IdentityProviders> {
  const { googlePort = await freePort(), githubPort = await freePort(), publicUrl } = options;
  const launch = options.launch ?? launchInto(join(resolve(options.dataDir), 'identity-providers.log'));
  const program = launch({
    command: process.execPath,
    args: [SCRIPT],
    env: {
      ...process.env,
      GOOGLE_PORT: String(googlePort),
      GITHUB_PORT: String(githubPort),
      PUBLIC_URL: publicUrl,
    },
    ipc: true,
  });
  let setting = '';
  program.child.on('message', (message: { ready?: string }) => {
    setting = message.ready ?? setting;
  });
  await program.becomesReady(async () => setting !== '');
  return { setting, program, stop: () => program.stop() };
}
