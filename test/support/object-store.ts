import { createHash, randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { createEmulator, type Emulator } from 'emulate';
import type { Environment } from '../../src/config/environment.ts';
import { freePort } from '../../tools/local/free-port.ts';

const BUCKET = 'lessons';

interface Call {
  readonly method: string;
  readonly url: URL;
  readonly headers: IncomingMessage['headers'];
  readonly body: Buffer<ArrayBuffer>;
}

/** S3 on this machine: `emulate`, and before it what that lacks: parts, ranges, conditions, and addresses that expire. */
export class ObjectStore {
  private readonly uploads = new Map<string, Map<number, Buffer>>();
  /** Whether it answers nothing but failures. */
  isDown = false;

  private constructor(
    private readonly emulator: Emulator,
    private readonly server: Server,
  ) {
    server.on('request', (request: IncomingMessage, response: ServerResponse) => void this.answer(request, response));
  }

  static async start(): Promise<ObjectStore> {
    const port = await freePort();
    const emulator = await createEmulator({ service: 'aws', port, baseUrl: `http://127.0.0.1:${port}` });
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    const store = new ObjectStore(emulator, server);
    await fetch(`${emulator.url}/s3/${BUCKET}`, { method: 'PUT' });
    return store;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get environment(): Partial<Record<keyof Environment, string>> {
    return {
      S3_BUCKET: BUCKET,
      S3_ENDPOINT: this.url,
      S3_ACCESS_KEY_ID: 'AKIAIOSFODNN7EXAMPLE',
      S3_SECRET_ACCESS_KEY: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
      S3_FORCE_PATH_STYLE: 'on',
    };
  }

  /** The keys of all objects, and of uploads that were begun and neither ended nor given up. */
  async keys(): Promise<string[]> {
    const listing = await (await fetch(`${this.emulator.url}/s3/${BUCKET}`)).text();
    const keys = [...listing.matchAll(/<Key>(.*?)<\/Key>/g)].map(([, key = '']) => key);
    return [...keys, ...this.uploads.keys()];
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    this.server.close();
    await this.emulator.close();
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const body = await buffer(request).catch(() => undefined);
    if (!body) return;
    const url = new URL(request.url ?? '/', this.url);
    const {
      status,
      headers,
      body: sent,
    } = await this.carryOut({
      method: request.method ?? 'GET',
      url,
      headers: request.headers,
      body: Buffer.from(body),
    });
    response.writeHead(status, {
      ...Object.fromEntries(headers),
      'content-length': headers.get('content-length') ?? sent.length,
    });
    response.end(request.method === 'HEAD' ? undefined : sent);
  }

  private async carryOut(call: Call): Promise<{ status: number; headers: Headers; body: Buffer }> {
    const { method, url, headers } = call;
    const upload = url.searchParams.get('uploadId');
    if (this.isDown) return refusal(503, 'SlowDown');
    if (hasExpired(url)) return refusal(403, 'AccessDenied');
    if (method === 'POST' && url.searchParams.has('uploads')) return this.beginUpload();
    if (method === 'PUT' && upload) return this.takePart(upload, call);
    if (method === 'POST' && upload) return this.endUpload(upload, call);
    if (method === 'DELETE' && upload) return this.giveUp(upload);
    const source = headers['x-amz-copy-source'];
    const condition = headers['if-match'] ?? headers['x-amz-copy-source-if-match'];
    if (condition && (await this.etagAt(source ? `/${source}` : url.pathname)) !== condition)
      return refusal(412, 'PreconditionFailed');
    return inRange(await this.forward(call), method === 'GET' ? headers.range : undefined);
  }

  private async forward({ method, url, headers, body }: Call) {
    const { 'x-amz-copy-source': source, 'content-type': type } = headers as Record<string, string | undefined>;
    const answer = await fetch(`${this.emulator.url}/s3${url.pathname}`, {
      method,
      headers: { ...(source && { 'x-amz-copy-source': source }), ...(type && { 'content-type': type }) },
      body: method === 'PUT' ? body : undefined,
    });
    const sent = new Headers(answer.headers);
    for (const name of ['connection', 'keep-alive', 'transfer-encoding', 'date']) sent.delete(name);
    return { status: answer.status, headers: sent, body: Buffer.from(await answer.arrayBuffer()) };
  }

  private async etagAt(path: string): Promise<string | null> {
    return (await fetch(`${this.emulator.url}/s3${path}`, { method: 'HEAD' })).headers.get('etag');
  }

  private beginUpload() {
    const id = randomUUID();
    this.uploads.set(id, new Map());
    return xml(`<InitiateMultipartUploadResult><UploadId>${id}</UploadId></InitiateMultipartUploadResult>`);
  }

  private takePart(upload: string, { url, body }: Call) {
    this.uploads.get(upload)?.set(Number(url.searchParams.get('partNumber')), body);
    const etag = `"${createHash('md5').update(body).digest('hex')}"`;
    return { status: 200, headers: new Headers({ etag }), body: Buffer.alloc(0) };
  }

  private async endUpload(upload: string, call: Call) {
    const parts = [...(this.uploads.get(upload) ?? [])].toSorted(([one], [other]) => one - other);
    this.uploads.delete(upload);
    await this.forward({ ...call, method: 'PUT', body: Buffer.concat(parts.map(([, part]) => part)) });
    return xml('<CompleteMultipartUploadResult><ETag>"whole"</ETag></CompleteMultipartUploadResult>');
  }

  private giveUp(upload: string) {
    this.uploads.delete(upload);
    return { status: 204, headers: new Headers(), body: Buffer.alloc(0) };
  }
}

function inRange(answer: { status: number; headers: Headers; body: Buffer }, range: string | undefined) {
  const [, first, last] = /^bytes=(\d+)-(\d+)$/.exec(range ?? '') ?? [];
  if (answer.status !== 200 || first === undefined) return answer;
  const body = answer.body.subarray(Number(first), Number(last) + 1);
  const headers = new Headers(answer.headers);
  headers.set('content-range', `bytes ${first}-${last}/${answer.body.length}`);
  headers.set('content-length', String(body.length));
  return { status: 206, headers, body };
}

function hasExpired({ searchParams }: URL): boolean {
  const date = searchParams.get('X-Amz-Date')?.replace(/^(....)(..)(..T..)(..)(..Z)$/, '$1-$2-$3:$4:$5');
  return date !== undefined && Date.parse(date) + Number(searchParams.get('X-Amz-Expires')) * 1000 <= Date.now();
}

function xml(text: string) {
  return { status: 200, headers: new Headers({ 'content-type': 'application/xml' }), body: Buffer.from(text) };
}

function refusal(status: number, code: string) {
  return { ...xml(`<Error><Code>${code}</Code></Error>`), status };
}
