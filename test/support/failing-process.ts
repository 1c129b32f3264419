import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import path from 'node:path';
import type { Environment } from '../../src/config/environment.ts';
import type { Clock } from '../../src/kernel/domain/clock.ts';
import { variablesOf } from './built-process.ts';

/** Where a process dies: the n-th time that it passes there. */
export interface Failpoint {
  /** `before StartPurchase`, `after charge` */
  readonly point: string;
  readonly occurrence: number;
}

export type Instruction = { readonly id: number } & (
  | { readonly name: 'arm'; readonly argument?: Failpoint }
  | { readonly name: 'reconcile'; readonly argument: number }
  | { readonly name: 'tell'; readonly argument?: undefined }
);

export interface Report {
  /** Of the instruction; 0 when the process is ready. */
  readonly id: number;
  /** How often each point has been passed since it was armed. */
  readonly passed: Readonly<Record<string, number>>;
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
    private readonly clock: Clock,
    private readonly afterDeath: () => Promise<void>,
  ) {}

  private get ahead(): number {
    return this.clock.now().getTime() - Date.now();
  }

  async start(): Promise<void> {
    const child = fork('test/support/failing-product.ts', [String(this.ahead)], {
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
    await this.instruct({ name: 'arm', argument: failpoint }).catch(() => undefined);
  }

  /** How often each point has been passed since it was armed. */
  async passed(): Promise<Report['passed']> {
    return (await this.instruct({ name: 'tell' })).passed;
  }

  /** Has it ask for what is open, by the clock of the tests. */
  async reconcile(): Promise<void> {
    await this.instruct({ name: 'reconcile', argument: this.ahead });
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
  private async instruct(instruction: Unnumbered<Instruction>): Promise<Report> {
    await this.up;
    const { child } = this;
    const id = ++this.last;
    return new Promise((resolve, reject) => {
      const settle = (act: () => void) => {
        child?.off('message', hear).off('exit', die);
        act();
      };
      const hear = (report: Report) => report.id === id && settle(() => resolve(report));
      const die = () => settle(() => reject(new Error('It died')));
      child?.on('message', hear).once('exit', die);
      child?.send({ ...instruction, id }, error => error && die());
    });
  }
}

type Unnumbered<T> = T extends { id: number } ? Omit<T, 'id'> : never;
