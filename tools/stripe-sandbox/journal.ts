import { appendFileSync, closeSync, createReadStream, existsSync, mkdirSync, openSync, renameSync } from 'node:fs';
import { dirname } from 'node:path';
import { createInterface } from 'node:readline';

/** An append-only file of JSON lines, each a list of objects that were written together. */
export class Journal {
  private readonly path: string;
  private file: number | undefined;

  constructor(path: string) {
    this.path = path;
  }

  append(objects: readonly object[]): void {
    this.file ??= openSync(this.path, 'a');
    appendFileSync(this.file, `${JSON.stringify(objects)}\n`);
  }

  async *replay(): AsyncIterable<object> {
    if (!existsSync(this.path)) return;
    for await (const line of createInterface({ input: createReadStream(this.path), crlfDelay: Infinity })) {
      const objects = parse(line);
      if (!objects) return;
      yield* objects;
    }
  }

  /** Replaces the history by its result; the old file stays until the new one is complete. */
  compact(objects: Iterable<object>): void {
    mkdirSync(dirname(this.path), { recursive: true });
    const next = `${this.path}.next`;
    const file = openSync(next, 'w');
    for (const object of objects) appendFileSync(file, `${JSON.stringify([object])}\n`);
    closeSync(file);
    renameSync(next, this.path);
  }

  close(): void {
    if (this.file !== undefined) closeSync(this.file);
  }
}

/** A line torn by a kill was never answered for, so it is dropped. */
function parse(line: string): object[] | undefined {
  try {
    return JSON.parse(line);
  } catch {
    return undefined;
  }
}
