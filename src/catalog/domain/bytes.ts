import type { Bytes } from './file-storage.ts';

/** @throws tooMany as soon as there are more bytes than that */
export async function* bounded(source: Bytes, most: number, tooMany: Error): Bytes {
  let seen = 0;
  for await (const chunk of source) {
    seen += chunk.length;
    if (seen > most) throw tooMany;
    yield chunk;
  }
}

/** Looks at the first bytes without losing them. @returns less than `length` of a shorter source */
export async function beginningOf(source: Bytes, length: number): Promise<{ beginning: Uint8Array; all: Bytes }> {
  const rest = source[Symbol.asyncIterator]();
  const seen: Uint8Array[] = [];
  let count = 0;
  while (count < length) {
    const { done, value } = await rest.next();
    if (done) break;
    seen.push(value);
    count += value.length;
  }
  return { beginning: joined(seen, count).subarray(0, length), all: followed(seen, rest) };
}

async function* followed(seen: readonly Uint8Array[], rest: AsyncIterator<Uint8Array>): Bytes {
  yield* seen;
  yield* { [Symbol.asyncIterator]: () => rest };
}

function joined(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let end = 0;
  for (const chunk of chunks) {
    whole.set(chunk, end);
    end += chunk.length;
  }
  return whole;
}
