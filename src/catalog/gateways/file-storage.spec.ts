import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { buffer } from 'node:stream/consumers';
import { Logger } from '@nestjs/common';
import { testEnvironment } from '../../../test/support/azora.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { ObjectStore } from '../../../test/support/object-store.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { FileTooLarge } from '../domain/file.errors.ts';
import type { FileStorage } from '../domain/file-storage.ts';
import { filesIn } from '../testing/files.ts';
import { LocalDisk } from './local-disk.ts';
import { S3Bucket } from './s3-bucket.ts';

/** More than one part of an upload in parts. */
const LONG = 20 * 1_048_576;

interface Store {
  readonly storage: FileStorage;
  /** The names of all that is kept, unfinished things too. */
  readonly kept: () => Promise<string[]>;
  readonly stop: () => Promise<void>;
}

async function aDisk(): Promise<Store> {
  const root = await mkdtemp(path.join(tmpdir(), 'azora-disk-'));
  return {
    storage: new LocalDisk(path.join(root, 'not', 'there', 'yet')),
    kept: () => filesIn(root),
    stop: () => rm(root, { recursive: true }),
  };
}

function environmentOf(store: ObjectStore) {
  const rest = { DATABASE_URL: 'postgresql://127.0.0.1/none' };
  return testEnvironment({ ...rest, ...store.environment });
}

async function aBucket(): Promise<Store> {
  const store = await ObjectStore.start();
  return {
    storage: new S3Bucket(environmentOf(store)),
    kept: async () => (await store.keys()).map(key => key.replace('files/', '')),
    stop: () => store.stop(),
  };
}

async function* chunksOf(bytes: Uint8Array, failure?: Error) {
  for (let start = 0; start < bytes.length; start += 60_000) yield bytes.subarray(start, start + 60_000);
  if (failure) throw failure;
}

// What the stores fail for is expected here.
beforeAll(() => Logger.overrideLogger(false));

describe.each([
  ['on a local disk', aDisk],
  ['in a bucket', aBucket],
])('Files %s', (_, start) => {
  let store: Store;
  let storage: FileStorage;

  beforeAll(async () => {
    store = await start();
    ({ storage } = store);
  });

  afterAll(() => store.stop());

  const bytes = Buffer.from(Array.from({ length: 100_000 }, (_unused, place) => place % 251));

  async function aFile(content: Uint8Array = bytes): Promise<string> {
    const id = newId();
    expect(await storage.put(id, chunksOf(content))).toBe(content.length);
    return id;
  }

  async function read(id: string, range?: { first: number; last: number }): Promise<Buffer | undefined> {
    const found = await storage.read(id, range);
    return found && buffer(found);
  }

  it('come back as they were stored', async () => {
    expect((await read(await aFile()))?.equals(bytes)).toBe(true);
    expect(await read(await aFile(bytes.subarray(0, 1)))).toEqual(bytes.subarray(0, 1));
  });

  it('come back when they are long', async () => {
    const long = Buffer.alloc(LONG, 'azora');
    expect((await read(await aFile(long)))?.equals(long)).toBe(true);
  });

  it.each([
    [0, 0],
    [10, 19],
    [99_999, 99_999],
    [0, 99_999],
  ])('come back in parts, from byte %i to byte %i', async (first, last) => {
    expect((await read(await aFile(), { first, last }))?.equals(bytes.subarray(first, last + 1))).toBe(true);
  });

  it('that were never stored are not there', async () => {
    expect(await read(newId())).toBeUndefined();
    expect(await storage.arrived(newId())).toBeUndefined();
  });

  it('are deleted, however often that is said', async () => {
    const id = await aFile();
    await storage.delete(id);
    await storage.delete(id);
    expect(await read(id)).toBeUndefined();
    expect(await store.kept()).not.toContain(id);
  });

  it.each([bytes.length, LONG])(
    'of which the source fails after %i bytes leave nothing, and it is told why',
    async length => {
      const before = await store.kept();
      const failure = new FileTooLarge(length);
      await expect(storage.put(newId(), chunksOf(Buffer.alloc(length), failure))).rejects.toBe(failure);
      await eventually(async () => {
        expect(await store.kept()).toEqual(before);
        return true;
      });
    },
  );

  it('do not disturb each other', async () => {
    const contents = Array.from({ length: 10 }, (_unused, place) => Buffer.alloc(70_000, `${place}`).toString());
    const ids = await Promise.all(contents.map(content => aFile(Buffer.from(content))));
    expect((await Promise.all(ids.map(id => read(id)))).map(String)).toEqual(contents);
  });
});

describe('Files on a local disk', () => {
  it('are sent to the API itself', async () => {
    const { storage, stop } = await aDisk();
    await expect(storage.presignUpload(newId(), 1, 60)).rejects.toMatchObject({ code: 'presigned_upload_unavailable' });
    expect(await storage.presignDownload(newId(), { name: 'a.txt', type: 'text/plain' }, 60)).toBeUndefined();
    await stop();
  });

  it('say so when the disk refuses', async () => {
    const storage = new LocalDisk('/dev/null/files');
    await expect(storage.put(newId(), chunksOf(Buffer.from('x')))).rejects.toMatchObject({
      code: 'file_storage_unavailable',
    });
  });
});

describe('Files in a bucket', () => {
  let store: ObjectStore;
  let storage: S3Bucket;

  beforeAll(async () => {
    store = await ObjectStore.start();
    storage = new S3Bucket(environmentOf(store));
  });

  afterAll(() => store.stop());

  it('are sent to it by clients, of the length that was said, and are kept when they were looked at', async () => {
    const id = newId();
    const url = await storage.presignUpload(id, 5, 60);
    expect(new URL(url).searchParams.get('X-Amz-SignedHeaders')).toBe('content-length;host');
    expect(await storage.arrived(id)).toBeUndefined();
    expect((await fetch(url, { method: 'PUT', body: 'bytes' })).status).toBe(200);
    const arrival = await storage.arrived(id);
    expect(arrival?.bytes).toBe(5);
    expect(Buffer.from((await arrival?.beginning(3)) ?? []).toString()).toBe('byt');
    expect(Buffer.from((await arrival?.beginning(9)) ?? []).toString()).toBe('bytes');
    expect(await storage.read(id)).toBeUndefined();
    await arrival?.keep();
    expect(await store.keys()).toEqual([`files/${id}`]);
  });

  it('are not kept when something else was sent over them after they were looked at', async () => {
    const id = newId();
    const url = await storage.presignUpload(id, 5, 60);
    await fetch(url, { method: 'PUT', body: 'good!' });
    const arrival = await storage.arrived(id);
    await fetch(url, { method: 'PUT', body: 'evil!' });
    await expect(arrival?.beginning(5)).rejects.toMatchObject({ code: 'upload_not_found' });
    await expect(arrival?.keep()).rejects.toMatchObject({ code: 'upload_not_found' });
    expect(await storage.read(id)).toBeUndefined();
  });

  it('come from it to clients, under their names', async () => {
    const id = newId();
    await storage.put(id, chunksOf(Buffer.from('bytes')));
    const url = await storage.presignDownload(id, { name: 'a.pdf', type: 'application/pdf' }, 60);
    expect(await (await fetch(url)).text()).toBe('bytes');
    const { searchParams } = new URL(url);
    expect(searchParams.get('response-content-type')).toBe('application/pdf');
    expect(searchParams.get('response-content-disposition')).toContain('attachment; filename="a.pdf"');
  });

  it('say so while the store is away', async () => {
    const id = newId();
    await storage.put(id, chunksOf(Buffer.from('bytes')));
    store.isDown = true;
    const unavailable = { code: 'file_storage_unavailable' };
    await expect(storage.read(id)).rejects.toMatchObject(unavailable);
    await expect(storage.put(newId(), chunksOf(Buffer.from('x')))).rejects.toMatchObject(unavailable);
    await expect(storage.arrived(id)).rejects.toMatchObject(unavailable);
    store.isDown = false;
    expect(await storage.read(id)).toBeDefined();
  });
});
