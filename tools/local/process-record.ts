import { mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RunningProgram } from './launch.ts';
import { identityOf } from './process-identity.ts';
import { type KnownProcess, stopProcess } from './stop-process.ts';

export interface RecordedProcess extends KnownProcess {
  name: string;
}

/** Who runs, written down, so that whoever comes after a killed supervisor can end what it left behind. */
export class ProcessRecord {
  private readonly folder: string;
  private readonly supervisorFile: string;
  private readonly childrenFile: string;

  constructor(folder: string) {
    this.folder = folder;
    this.supervisorFile = join(folder, 'supervisor.json');
    this.childrenFile = join(folder, 'children.json');
  }

  /** Makes this process the one supervisor of the folder. */
  claim(): void {
    mkdirSync(this.folder, { recursive: true });
    const running = readJson<{ pid: number; identity: string }>(this.supervisorFile);
    if (running && identityOf(running.pid) === running.identity) throw new AlreadyRunning(running.pid);
    rmSync(this.supervisorFile, { force: true });
    writeFileSync(this.supervisorFile, JSON.stringify({ pid: process.pid, identity: identityOf(process.pid) }), {
      flag: 'wx',
    });
  }

  release(): void {
    rmSync(this.supervisorFile, { force: true });
  }

  /** What an earlier supervisor started and nobody has ended since, in the order of its start. */
  leftovers(): RecordedProcess[] {
    const children = readJson<RecordedProcess[]>(this.childrenFile) ?? [];
    return children.filter(({ pid, identity }) => identity !== undefined && identityOf(pid) === identity);
  }

  write(children: Iterable<[name: string, program: RunningProgram]>): void {
    const alive = [...children].filter(([, program]) => !program.hasEnded);
    const recorded = alive.map(([name, { pid, stopSignal, hardSignal }]): RecordedProcess => {
      return { name, pid, identity: identityOf(pid), stopSignal, hardSignal };
    });
    // Renaming replaces the file in one step: a kill in between leaves the old record, never half of one.
    writeFileSync(`${this.childrenFile}.new`, JSON.stringify(recorded));
    renameSync(`${this.childrenFile}.new`, this.childrenFile);
  }
}

export class AlreadyRunning extends Error {
  constructor(pid: number) {
    super(`bin/dev is already running here (process ${pid}). Stop it first: Ctrl-C there, or kill ${pid}.`);
  }
}

export async function stopLeftovers(leftovers: RecordedProcess[]): Promise<void> {
  for (const leftover of leftovers.toReversed()) await stopProcess(leftover);
}

function readJson<T>(file: string): T | undefined {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as T;
  } catch {
    return undefined;
  }
}
