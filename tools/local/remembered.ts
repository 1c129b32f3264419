import { randomBytes } from 'node:crypto';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { freePort } from './free-port.ts';

/** What is chosen once for this project and stays the same from one start to the next. */
export class Remembered {
  private readonly file: string;
  private readonly values: Record<string, string>;

  constructor(file: string) {
    this.file = file;
    this.values = read(file);
  }

  /** The same port as last time, unless somebody else listens there now. */
  async port(name: string): Promise<number> {
    const port = await freePort(Number(this.values[name] ?? 0));
    this.remember(name, String(port));
    return port;
  }

  secret(name: string, prefix = ''): string {
    return this.values[name] ?? this.remember(name, prefix + randomBytes(32).toString('hex'));
  }

  private remember(name: string, value: string): string {
    this.values[name] = value;
    mkdirSync(dirname(this.file), { recursive: true });
    writeFileSync(this.file, JSON.stringify(this.values, null, 2), { mode: 0o600 });
    return value;
  }
}

function read(file: string): Record<string, string> {
  try {
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch {
    return {};
  }
}
