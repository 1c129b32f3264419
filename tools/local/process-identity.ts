import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const hasProc = existsSync('/proc/self/stat');

/**
 * What tells a process from a later one with the same number: the moment it started. Undefined when there is no such
 * process, or only a zombie, which nobody may ever collect in a container without an init.
 */
export function identityOf(pid: number): string | undefined {
  try {
    return hasProc ? identityInProc(pid) : identityInPs(pid);
  } catch {
    return undefined;
  }
}

/** The command line of a process as one string; empty when there is no such process. */
export function commandOf(pid: number): string {
  try {
    if (hasProc) return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
    return ps(pid, 'command=');
  } catch {
    return '';
  }
}

function identityInProc(pid: number): string | undefined {
  const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
  // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  const [state, startedAtTick] = [fields[0], fields[19]];
  if (state === 'Z' || state === 'X') return undefined;
  return `${readFileSync('/proc/sys/kernel/random/boot_id', 'utf8').trim()} ${startedAtTick}`;
}

function identityInPs(pid: number): string | undefined {
  return ps(pid, 'stat=').startsWith('Z') ? undefined : ps(pid, 'lstart=');
}

function ps(pid: number, column: string): string {
  return execFileSync('ps', ['-o', column, '-p', String(pid)], { encoding: 'utf8', stdio: 'pipe' }).trim();
}
