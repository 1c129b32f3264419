import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Environment } from '../../src/config/environment.ts';
import { variablesOf } from './built-process.ts';

/** Where a process dies: the n-th time that it passes there. */
export interface Failpoint {
  /** `before StartPurchase`, `after charge` */
  readonly point: string;
  readonly occurrence: number;
}

export interface Instruction {
  readonly id: number;
  readonly name: 'arm' | 'reconcile' | 'tally';
  readonly argument?: unknown;
}

export interface Report {
  readonly id: number;
  readonly answer: Record<string, number>;
}

/** The built product, which kills itself where it is told to, and is started again as soon as it is dead. */
export class FailingProcess {
  deaths = 0;
  private child?: ChildProcess;
  private up: Promise<void> = Promise.resolve();
  private stopped = false;
  private last = 0;

  /** @param afterDeath what time does to what a dead process leaves behind */
  constructor(
    private readonly environment: Environment,
    private readonly afterDeath: () => Promise<void>,
  ) {}

  async start(): Promise<void> {
    const child = fork('test/support/failing-product.ts', {
      execArgv: [],
      env: { ...variablesOf(this.environment), NODE_COMPILE_CACHE: path.resolve('.azora/compile-cache') },
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    });
    this.child = child;
    child.once('exit', () => {
      if (!this.stopped) this.up = this.revive();
    });
    await once(child, 'message');
  }

  /** @param failpoint none: it is to live on */
  async arm(failpoint?: Failpoint): Promise<void> {
    // It may get there before it can say so.
    await this.instruct('arm', failpoint).catch(() => undefined);
  }

  /** How often each point has been passed since the last time it was armed. */
  tally(): Promise<Record<string, number>> {
    return this.instruct('tally');
  }

  /** @param offset how far the clock of the tests is ahead, in milliseconds */
  async reconcile(offset: number): Promise<void> {
    await this.instruct('reconcile', offset);
  }

  async stop(): Promise<void> {
    this.stopped = true;
    await this.up;
    this.child?.kill('SIGKILL');
  }

  private async revive(): Promise<void> {
    this.deaths += 1;
    await this.afterDeath();
    await this.start();
  }

  /** Waits for a restart that is under way; fails when the process dies meanwhile. */
  private async instruct(name: Instruction['name'], argument?: unknown): Promise<Record<string, number>> {
    await this.up;
    const { child } = this;
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        child?.off('message', hear).off('exit', die);
        act();
      };
      const hear = (report: Report) => report.id === id && settle(() => resolve(report.answer));
      const die = () => settle(() => reject(new Error('It died')));
      child?.on('message', hear).once('exit', die);
      child?.send({ id, name, argument } satisfies Instruction, error => error && die());
    });
  }
}
