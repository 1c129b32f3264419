import { inspect } from 'node:util';

/** What came is not what the story expects. */
export class Surprise extends Error {
  constructor(expected: string, came: unknown) {
    const shown = typeof came === 'string' ? came : inspect(came, { depth: 6, breakLength: 100 });
    super(`A surprise.\n  Expected  ${expected}\n  Came      ${shown.replaceAll('\n', '\n            ')}`);
  }
}
