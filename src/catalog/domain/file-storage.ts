/** Bytes as they arrive. */
export type Bytes = AsyncIterable<Uint8Array>;

/** From one byte to another, both included, counted from 0. */
export interface ByteRange {
  readonly first: number;
  readonly last: number;
}

/** How a browser gets a file. */
export interface Presentation {
  readonly name: string;
  readonly type: string;
}

/** What came by a presigned upload, and is not kept yet. */
export interface Arrival {
  readonly bytes: number;
  /** The first bytes. @throws FileStorageUnavailable */
  beginning(length: number): Promise<Uint8Array>;
  /** Keeps what {@link beginning} has shown, and nothing that was sent over it since. @throws UploadNotFound, FileStorageUnavailable */
  keep(): Promise<void>;
}

/** Where files are, each under its id. A file is there whole or not at all, and is never written over. */
export abstract class FileStorage {
  /** @returns how many bytes there were @throws what the source throws, and FileStorageUnavailable; then nothing is kept */
  abstract put(id: string, source: Bytes): Promise<number>;

  /** @param range within the file; all of it without @returns undefined when there is no such file @throws FileStorageUnavailable */
  abstract read(id: string, range?: ByteRange): Promise<Bytes | undefined>;

  /** What is not there is deleted already. */
  abstract delete(id: string): Promise<void>;

  /**
   * Where a client can send bytes itself.
   * @param bytes how many it will send, no more and no less
   * @param seconds how long the address is good for
   * @throws PresignedUploadUnavailable
   */
  abstract presignUpload(id: string, bytes: number, seconds: number): Promise<string>;

  /** What came by a presigned upload; undefined while nothing has. @throws FileStorageUnavailable */
  abstract arrived(id: string): Promise<Arrival | undefined>;

  /** Where a client can get a file itself; undefined where only we can. */
  abstract presignDownload(id: string, presentation: Presentation, seconds: number): Promise<string | undefined>;
}
