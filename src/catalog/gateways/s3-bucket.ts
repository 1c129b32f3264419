import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import {
  CopyObjectCommand,
  DeleteObjectCommand,
  GetObjectCommand,
  HeadObjectCommand,
  NoSuchKey,
  NotFound,
  PutObjectCommand,
  S3Client,
  S3ServiceException,
} from '@aws-sdk/client-s3';
import { Upload } from '@aws-sdk/lib-storage';
import { getSignedUrl } from '@aws-sdk/s3-request-presigner';
import type { Environment } from '../../config/environment.ts';
import { UploadNotFound } from '../domain/file.errors.ts';
import { type Arrival, type ByteRange, type Bytes, FileStorage, type Presentation } from '../domain/file-storage.ts';
import { dispositionOf } from '../domain/file-type.ts';
import { asked, stored } from './stored.ts';

/** What is held of a file on its way: so many parts of this size. */
const PART_BYTES = 8 * 1_048_576;
const PARTS_AT_ONCE = 2;

/** Files in a bucket of Amazon S3, or of what speaks like it. */
export class S3Bucket extends FileStorage {
  private readonly client: S3Client;
  private readonly Bucket: string;

  constructor(environment: Environment) {
    super();
    const { S3_ACCESS_KEY_ID: accessKeyId, S3_SECRET_ACCESS_KEY: secretAccessKey } = environment;
    this.Bucket = environment.S3_BUCKET;
    this.client = new S3Client({
      endpoint: environment.S3_ENDPOINT,
      region: environment.S3_REGION,
      credentials: accessKeyId ? { accessKeyId, secretAccessKey } : undefined,
      forcePathStyle: environment.S3_FORCE_PATH_STYLE === 'on',
      // Checksums that Amazon alone knows are not for other stores.
      requestChecksumCalculation: 'WHEN_REQUIRED',
      responseChecksumValidation: 'WHEN_REQUIRED',
    });
  }

  override put(id: string, source: Bytes): Promise<number> {
    return stored(source, bytes => {
      const Body = Readable.from(bytes, { objectMode: false });
      const params = { Bucket: this.Bucket, Key: keyOf(id), Body };
      return new Upload({ client: this.client, params, partSize: PART_BYTES, queueSize: PARTS_AT_ONCE }).done();
    });
  }

  override read(id: string, range?: ByteRange): Promise<Bytes | undefined> {
    return this.get({ Key: keyOf(id), Range: range && `bytes=${range.first}-${range.last}` });
  }

  override async delete(id: string): Promise<void> {
    const keys = [keyOf(id), incomingKeyOf(id)];
    await asked(Promise.all(keys.map(Key => this.client.send(new DeleteObjectCommand({ Bucket: this.Bucket, Key })))));
  }

  override presignUpload(id: string, bytes: number, seconds: number): Promise<string> {
    const command = new PutObjectCommand({ Bucket: this.Bucket, Key: incomingKeyOf(id), ContentLength: bytes });
    return getSignedUrl(this.client, command, {
      expiresIn: seconds,
      unhoistableHeaders: new Set(['content-length']),
      signableHeaders: new Set(['host', 'content-length']),
    });
  }

  override async arrived(id: string): Promise<Arrival | undefined> {
    const Key = incomingKeyOf(id);
    const found = await this.head(Key);
    if (!found?.ContentLength) return undefined;
    const { ETag, ContentLength } = found;
    return {
      bytes: ContentLength,
      beginning: async length => {
        const bytes = await this.get({ Key, Range: `bytes=0-${Math.min(length, ContentLength) - 1}`, IfMatch: ETag });
        if (!bytes) throw new UploadNotFound();
        return buffer(bytes);
      },
      keep: () => this.move(Key, keyOf(id), ETag),
    };
  }

  override presignDownload(id: string, presentation: Presentation, seconds: number): Promise<string> {
    const command = new GetObjectCommand({
      Bucket: this.Bucket,
      Key: keyOf(id),
      ResponseContentType: presentation.type,
      ResponseContentDisposition: dispositionOf(presentation),
    });
    return getSignedUrl(this.client, command, { expiresIn: seconds });
  }

  /** Whoever has a presigned address may send again to it, so what was looked at is put where they can not. */
  private async move(from: string, Key: string, CopySourceIfMatch: string | undefined): Promise<void> {
    const { Bucket } = this;
    const copied = await this.unlessMissing(
      this.client.send(new CopyObjectCommand({ Bucket, Key, CopySource: `${Bucket}/${from}`, CopySourceIfMatch })),
    );
    if (!copied) throw new UploadNotFound();
    await asked(this.client.send(new DeleteObjectCommand({ Bucket, Key: from })));
  }

  private async get(request: { Key: string; Range?: string; IfMatch?: string }): Promise<Bytes | undefined> {
    const found = await this.unlessMissing(this.client.send(new GetObjectCommand({ Bucket: this.Bucket, ...request })));
    return found?.Body as Readable | undefined;
  }

  private head(Key: string) {
    return this.unlessMissing(this.client.send(new HeadObjectCommand({ Bucket: this.Bucket, Key })));
  }

  /** @returns undefined for what is not there, or is another by now */
  private unlessMissing<T>(answer: Promise<T>): Promise<T | undefined> {
    return asked(
      answer.catch(error => {
        if (!isMissing(error)) throw error;
        return undefined;
      }),
    );
  }
}

const PRECONDITION_FAILED = 412;

function isMissing(error: unknown): boolean {
  if (error instanceof NoSuchKey || error instanceof NotFound) return true;
  return error instanceof S3ServiceException && error.$metadata.httpStatusCode === PRECONDITION_FAILED;
}

function keyOf(id: string): string {
  return `files/${id}`;
}

function incomingKeyOf(id: string): string {
  return `incoming/${id}`;
}
