import { randomFillSync } from 'node:crypto';

const ALPHABET = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

// One refill serves hundreds of ids: asking the system for entropy per id would dominate a request.
const pool = new Uint8Array(8192);
let used = pool.length;

export function newId(prefix: string, length = 24): string {
  if (used + length > pool.length) {
    randomFillSync(pool);
    used = 0;
  }
  let id = `${prefix}_`;
  for (let i = 0; i < length; i++) id += ALPHABET[(pool[used++] as number) % ALPHABET.length];
  return id;
}
