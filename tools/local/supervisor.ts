import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { describeEnding, type Launch, launchInto, type Program, type RunningProgram } from './launch.ts';
import type { ProcessRecord } from './process-record.ts';

export interface Started {
  program: RunningProgram;
}

export interface SupervisorOptions {
  record: ProcessRecord;
  logs: string;
  say?: (line: string) => void;
}

const QUICK = 5_000;
const QUICK_FAILURES = 5;
const FIRST_DELAY = 100;
const LONGEST_DELAY = 3_000;

/** Looks after child processes: starts again those that die, and in the end stops all, the youngest first. */
export class Supervisor {
  private readonly record: ProcessRecord;
  private readonly logs: string;
  private readonly say: (line: string) => void;
  // In the order of their first start, which a restart keeps.
  private readonly running = new Map<string, RunningProgram>();
  private readonly keepers: Promise<void>[] = [];
  private readonly stopping = new AbortController();
  private readonly over = Promise.withResolvers<void>();
  private stopped: Promise<void> | undefined;

  constructor({ record, logs, say = () => {} }: SupervisorOptions) {
    this.record = record;
    this.logs = logs;
    this.say = say;
    this.over.promise.catch(() => {});
  }

  /** Starts a child and keeps it alive from then on. Only this first start may fail. */
  async keep<T extends Started>(name: string, start: (launch: Launch) => Promise<T>): Promise<T> {
    const started = await start(this.launchAs(name));
    this.keepers.push(this.keepAlive(name, started.program, start).catch(reason => this.giveUp(name, reason)));
    return started;
  }

  /** Runs a program that has an end of its own. */
  async complete(name: string, program: Program): Promise<void> {
    await this.launchAs(name)(program).succeeds();
  }

  /** Resolves when everything was told to stop, and rejects when a child cannot be kept alive. */
  untilOver(): Promise<void> {
    return this.over.promise;
  }

  get isStopping(): boolean {
    return this.stopping.signal.aborted;
  }

  /** Ends every child, in the reverse order of their start. Whatever is being started meanwhile fails. */
  stop(): Promise<void> {
    this.stopped ??= this.stopInOrder();
    return this.stopped;
  }

  /** Ends every child at once. */
  kill(): void {
    for (const program of this.running.values()) program.kill();
  }

  private async stopInOrder(): Promise<void> {
    this.stopping.abort();
    this.over.resolve();
    for (const program of [...this.running.values()].reverse()) await program.stop();
    await Promise.all(this.keepers);
  }

  private launchAs(name: string): Launch {
    const launch = launchInto(join(this.logs, `${name}.log`), { detached: true });
    return program => {
      if (this.isStopping) throw new Error('stopping');
      const running = launch(program);
      this.running.set(name, running);
      this.record.write(this.running);
      return running;
    };
  }

  private async keepAlive(
    name: string,
    first: RunningProgram,
    start: (launch: Launch) => Promise<Started>,
  ): Promise<void> {
    let program = first;
    let startedAt = Date.now();
    let quickEnds = 0;
    let quickFailures = 0;
    for (;;) {
      const ending = await program.ended;
      if (this.isStopping) return;
      if (Date.now() - startedAt > QUICK) quickEnds = quickFailures = 0;
      // A process that was killed from outside has not failed.
      if (ending.signal === null) quickFailures += 1;
      if (quickFailures === QUICK_FAILURES) throw program.failure();

      this.say(`${name} ${describeEnding(ending)}; starting it again`);
      await this.pause(Math.min(FIRST_DELAY * 2 ** quickEnds++, LONGEST_DELAY));
      startedAt = Date.now();
      try {
        program = (await start(this.launchAs(name))).program;
        this.say(`${name} is back`);
      } catch (error) {
        const launched = this.running.get(name);
        if (launched === undefined || launched === program) throw error;
        program = launched;
      }
    }
  }

  private giveUp(name: string, reason: Error): void {
    this.over.reject(new Error(`${name} does not stay alive: ${reason.message}`));
  }

  private async pause(milliseconds: number): Promise<void> {
    await pause(milliseconds, undefined, { signal: this.stopping.signal }).catch(() => {});
  }
}
