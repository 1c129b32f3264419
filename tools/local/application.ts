import { answersOk } from './answers-ok.ts';
import type { Launch, Program } from './launch.ts';
import type { Started } from './supervisor.ts';

export interface ApplicationProcess {
  name: string;
  script: string;
  settings: Record<string, string | undefined>;
  /** Answers `GET /health/ready` when the process is up. */
  address: string;
}

/** The built application's long-running processes, in the order of their start. */
export function applicationProcesses(
  settings: Record<string, string | undefined>,
  { api, worker }: { api: URL; worker: URL },
): ApplicationProcess[] {
  return [
    {
      name: 'worker',
      script: 'worker.js',
      settings: { ...settings, METRICS_PORT: worker.port },
      address: worker.origin,
    },
    { name: 'api', script: 'main.js', settings: { ...settings, WORKERS: 'off' }, address: api.origin },
  ];
}

export async function startApplicationProcess(
  { script, settings, address }: ApplicationProcess,
  launch: Launch,
): Promise<Started> {
  const program = launch(applicationProgram(script, settings));
  await program.becomesReady(() => answersOk(`${address}/health/ready`));
  return { program };
}

export function applicationProgram(script: string, env: NodeJS.ProcessEnv): Program {
  return { command: process.execPath, args: ['--enable-source-maps', `dist/src/${script}`], env };
}
