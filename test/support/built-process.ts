import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import type { Environment } from '../../src/config/environment.ts';
import { eventually } from './eventually.ts';

/** A start is mostly computation, and takes long where many share the processor. */
const PATIENCE_MS = 60_000;

/** `main.js` or `worker.js` as it is deployed, in a process of its own that can be killed. bin/test has built it. */
export class BuiltProcess {
  private child?: ChildProcess;
  private readonly chunks: Buffer[] = [];

  constructor(
    private readonly script: 'main.js' | 'worker.js',
    private readonly environment: Environment,
  ) {}

  /** All that it has written so far, to both of its outputs. */
  get output(): string {
    return Buffer.concat(this.chunks).toString();
  }

  async start(): Promise<void> {
    const child = spawn(process.execPath, [`dist/src/${this.script}`], { env: variablesOf(this.environment) });
    child.stdout.on('data', (chunk: Buffer) => this.chunks.push(chunk));
    child.stderr.on('data', (chunk: Buffer) => this.chunks.push(chunk));
    child.stderr.pipe(process.stderr);
    this.child = child;
    const probe = `http://127.0.0.1:${this.environment.METRICS_PORT}/health/ready`;
    await eventually(async () => (await fetch(probe)).ok, PATIENCE_MS);
  }

  /** Gives it no chance to finish anything. */
  async kill(): Promise<void> {
    await this.end('SIGKILL');
  }

  /** Lets it finish what it is at. */
  async stop(): Promise<void> {
    await this.end('SIGTERM');
  }

  private async end(signal: NodeJS.Signals): Promise<void> {
    const { child } = this;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'close');
  }
}

/** The environment as the variables that it is read from. */
export function variablesOf(environment: Environment): NodeJS.ProcessEnv {
  return Object.fromEntries(
    Object.entries(environment).map(([key, value]) => [
      key,
      typeof value === 'object' ? JSON.stringify(value) : String(value),
    ]),
  );
}
