import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, mkdirSync, openSync, readFileSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import { waitUntil } from './wait-until.ts';

/** What to run, and how it wants to be stopped. */
export interface Program {
  command: string;
  args?: string[];
  env?: NodeJS.ProcessEnv;
  /** The account to run as; only root can choose one. */
  account?: Account;
  /** Opens a channel for `process.send` in a Node program. */
  ipc?: boolean;
  /** Asks for an orderly end. Default SIGTERM. */
  stopSignal?: NodeJS.Signals;
  /** Ends at once. Default SIGKILL. */
  hardSignal?: NodeJS.Signals;
}

export interface Account {
  uid: number;
  gid: number;
}

/** A starter of services gets one of these, so that its caller decides where output goes and who looks after the process. */
export type Launch = (program: Program) => RunningProgram;

export interface Ending {
  code: number | null;
  signal: NodeJS.Signals | null;
}

const STOP_PATIENCE = 15_000;
const OUTPUT_SHOWN = 4_000;

/**
 * Launches programs whose output is appended to `logFile`. A file and not a pipe, because a program must not break when the
 * one who started it is gone. `detached` programs do not hear the Ctrl-C of the terminal: whoever launched them stops them.
 */
export function launchInto(logFile: string, { detached = false } = {}): Launch {
  return program => {
    mkdirSync(dirname(logFile), { recursive: true });
    const log = openSync(logFile, 'a');
    const outputStart = statSync(logFile).size;
    try {
      const child = spawn(program.command, program.args ?? [], {
        cwd: program.account ? '/' : undefined,
        env: program.env ?? process.env,
        stdio: ['ignore', log, log, ...(program.ipc ? (['ipc'] as const) : [])],
        detached,
        ...program.account,
      });
      return new RunningProgram(program, child, logFile, outputStart);
    } finally {
      closeSync(log);
    }
  };
}

export class RunningProgram {
  readonly pid: number;
  readonly stopSignal: NodeJS.Signals;
  readonly hardSignal: NodeJS.Signals;
  readonly child: ChildProcess;
  readonly ended: Promise<Ending>;
  private readonly program: Program;
  private readonly logFile: string;
  private readonly outputStart: number;
  private ending: Ending | undefined;

  constructor(program: Program, child: ChildProcess, logFile: string, outputStart: number) {
    child.on('error', () => {});
    if (child.pid === undefined) throw new Error(`cannot run ${program.command}`);
    this.pid = child.pid;
    this.stopSignal = program.stopSignal ?? 'SIGTERM';
    this.hardSignal = program.hardSignal ?? 'SIGKILL';
    this.child = child;
    this.program = program;
    this.logFile = logFile;
    this.outputStart = outputStart;
    this.ended = new Promise(resolve => {
      child.once('exit', (code, signal) => {
        this.ending = { code, signal };
        resolve(this.ending);
      });
    });
  }

  get hasEnded(): boolean {
    return this.ending !== undefined;
  }

  /** Resolves once the condition holds. A program that ends before, or is not ready in time, is stopped and reported. */
  async becomesReady(condition: () => Promise<boolean>, patience = 60_000): Promise<void> {
    await waitUntil(async () => this.hasEnded || (await condition()), patience);
    if (this.hasEnded) throw this.failure();
    if (await waitUntil(condition, 0)) return;
    await this.stop(0);
    throw this.failure(`was not ready after ${patience / 1000} s`);
  }

  /** For a program with an end of its own: resolves when it ended well. */
  async succeeds(): Promise<void> {
    const { code } = await this.ended;
    if (code !== 0) throw this.failure();
  }

  async stop(patience = STOP_PATIENCE): Promise<void> {
    if (patience > 0) this.signal(this.stopSignal);
    if (await waitUntil(() => this.hasEnded, patience)) return;
    this.kill();
    await this.ended;
  }

  kill(): void {
    this.signal(this.hardSignal);
  }

  failure(what = describeEnding(this.ending)): Error {
    const command = [this.program.command, ...(this.program.args ?? [])].join(' ');
    return new Error(`${command}\n${what}; its last output (all of it is in ${this.logFile}):\n${this.lastOutput()}`);
  }

  lastOutput(): string {
    const output = readFileSync(this.logFile).subarray(this.outputStart).subarray(-OUTPUT_SHOWN).toString();
    return output.trim() || '(nothing)';
  }

  private signal(signal: NodeJS.Signals): void {
    if (!this.hasEnded) this.child.kill(signal);
  }
}

export function describeEnding(ending: Ending | undefined): string {
  if (ending === undefined) return 'is still running';
  return ending.signal ? `was ended by ${ending.signal}` : `ended with exit code ${ending.code}`;
}
