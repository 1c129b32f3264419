import { execFile } from 'node:child_process';
import type { Environment } from '../../src/config/environment.ts';
import { variablesOf } from './built-process.ts';

export interface Outcome {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs one of the scripts for operators, as it is deployed, to its end. bin/test has built it. */
export function runScript(
  script: 'grant' | 'reseal' | 'seed',
  environment: Environment,
  ...words: string[]
): Promise<Outcome> {
  return new Promise(resolve => {
    const options = { env: variablesOf(environment) };
    execFile(process.execPath, [`dist/src/${script}.js`, ...words], options, (error, stdout, stderr) => {
      resolve({ code: error ? Number(error.code ?? -1) : 0, stdout, stderr });
    });
  });
}
