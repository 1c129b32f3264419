import { Logger } from '@nestjs/common';
import { FileStorageUnavailable } from '../domain/file.errors.ts';
import type { Bytes } from '../domain/file-storage.ts';

const logger = new Logger('FileStorage');

/** Asks a store. What it fails for is for the log. @throws FileStorageUnavailable */
export async function asked<T>(work: Promise<T>): Promise<T> {
  try {
    return await work;
  } catch (error) {
    throw unavailable(error);
  }
}

/**
 * Stores what a source gives, and tells a source that fails from a store that does.
 * @returns how many bytes there were
 * @throws what the source throws, else FileStorageUnavailable
 */
export async function stored(source: Bytes, store: (source: Bytes) => Promise<unknown>): Promise<number> {
  let bytes = 0;
  let failure: { readonly error: unknown } | undefined;
  async function* watched(): Bytes {
    try {
      for await (const chunk of source) {
        bytes += chunk.length;
        yield chunk;
      }
    } catch (error) {
      failure = { error };
      throw error;
    }
  }
  try {
    await store(watched());
    return bytes;
  } catch (error) {
    throw failure ? failure.error : unavailable(error);
  }
}

function unavailable(error: unknown): FileStorageUnavailable {
  logger.error(error, 'The file storage fails');
  return new FileStorageUnavailable();
}
