import { inspect, isDeepStrictEqual } from 'node:util';
import { Surprise } from './surprise.ts';

export function expectSame(what: string, came: unknown, expected: unknown): void {
  if (!isDeepStrictEqual(came, expected)) throw new Surprise(`${what}: ${inspect(expected, { depth: 6 })}`, came);
}
