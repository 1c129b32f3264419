/** From one byte to another, both included, counted from 0. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

const SINGLE = /^bytes\s*=\s*(\d{0,15})\s*-\s*(\d{0,15})$/i;

/**
 * The part of something that a `Range` header asks for (RFC 9110, 14.2).
 * @param length of all of it, in bytes
 * @returns undefined for all of it: without a header, for one that can not be read, and for several ranges at once;
 * `unsatisfiable` when no byte of it is there
 */
export function rangeIn(header: string | undefined, length: number): ByteRange | 'unsatisfiable' | undefined {
  const [, from, to] = SINGLE.exec(header?.trim() ?? '') ?? [];
  if (from === undefined || to === undefined || (from === '' && to === '')) return undefined;
  if (from === '') return suffix(Number(to), length);
  if (to !== '' && Number(to) < Number(from)) return undefined;
  if (Number(from) >= length) return 'unsatisfiable';
  return { first: Number(from), last: to === '' ? length - 1 : Math.min(Number(to), length - 1) };
}

function suffix(wanted: number, length: number): ByteRange | 'unsatisfiable' {
  return wanted === 0 || length === 0 ? 'unsatisfiable' : { first: Math.max(0, length - wanted), last: length - 1 };
}
