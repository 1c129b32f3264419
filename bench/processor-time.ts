import { readdirSync, readFileSync } from 'node:fs';

/** Linux counts processor time in hundredths of a second, whatever its timer does. */
const MS_PER_TICK = 10;

/** The processor time that a process and its children have used, in milliseconds; 0 on systems that do not tell. */
export function processorTime(pid: number): number {
  try {
    return statsOf('/proc')
      .filter(stat => stat.pid === pid || stat.parent === pid)
      .reduce((sum, { ticks }) => sum + ticks * MS_PER_TICK, 0);
  } catch {
    return 0;
  }
}

function statsOf(proc: string): { pid: number; parent: number; ticks: number }[] {
  return readdirSync(proc)
    .filter(name => /^\d+$/.test(name))
    .flatMap(pid => {
      const stat = read(`${proc}/${pid}/stat`);
      // The second field is the program's name in parentheses and may itself hold spaces and parentheses.
      const fields = stat
        .slice(stat.lastIndexOf(')') + 2)
        .split(' ')
        .map(Number);
      const [, parent = 0] = fields;
      const [user = 0, system = 0, childrenUser = 0, childrenSystem = 0] = fields.slice(11, 15);
      return stat ? [{ pid: Number(pid), parent, ticks: user + system + childrenUser + childrenSystem }] : [];
    });
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
