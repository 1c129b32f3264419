import { createReadStream, createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { PresignedUploadUnavailable } from '../domain/file.errors.ts';
import { type Arrival, type ByteRange, type Bytes, FileStorage } from '../domain/file-storage.ts';
import { asked, stored } from './stored.ts';

/** Files in a folder, which all processes share. */
export class LocalDisk extends FileStorage {
  constructor(private readonly root: string) {
    super();
  }

  override async put(id: string, source: Bytes): Promise<number> {
    const place = this.placeOf(id);
    const unfinished = `${place}.part`;
    try {
      return await stored(source, async bytes => {
        await mkdir(path.dirname(place), { recursive: true });
        await pipeline(bytes, createWriteStream(unfinished, { flush: true }));
        // Under its name it is whole, so a crash leaves nothing that looks like a file.
        await rename(unfinished, place);
      });
    } catch (error) {
      await rm(unfinished, { force: true }).catch(() => undefined);
      throw error;
    }
  }

  override async read(id: string, range?: ByteRange): Promise<Bytes | undefined> {
    const file = await asked(open(this.placeOf(id)).catch(unlessMissing));
    return file && createReadStream('', { fd: file, start: range?.first, end: range?.last });
  }

  override async delete(id: string): Promise<void> {
    const place = this.placeOf(id);
    await asked(Promise.all([place, `${place}.part`].map(file => rm(file, { force: true }))));
  }

  override async presignUpload(): Promise<string> {
    throw new PresignedUploadUnavailable();
  }

  override async arrived(): Promise<Arrival | undefined> {
    return undefined;
  }

  override async presignDownload(): Promise<string | undefined> {
    return undefined;
  }

  /** Spread over folders by the end of the id, which is random. */
  private placeOf(id: string): string {
    return path.join(this.root, id.slice(-2), id);
  }
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
}
