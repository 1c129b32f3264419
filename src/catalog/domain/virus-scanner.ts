import type { Bytes } from './file-storage.ts';

export type Verdict = 'clean' | 'infected';

export abstract class VirusScanner {
  /** @throws an Error when it can not tell */
  abstract scan(bytes: Bytes): Promise<Verdict>;
}

/** Whether files have to be scanned before others get them. */
export abstract class Scanning {
  abstract readonly required: boolean;
}
