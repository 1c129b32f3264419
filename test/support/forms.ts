import { once } from 'node:events';
import { type ClientRequest, request } from 'node:http';
import type { Readable } from 'node:stream';
import { Readable as Streams } from 'node:stream';
import type { Answer } from './client.ts';

const BOUNDARY = 'azora-test-boundary';

/** A form with one file. */
export function formWith(bytes: Uint8Array, name = 'film.mp4', field = 'file'): FormData {
  const form = new FormData();
  form.append(field, new Blob([Buffer.from(bytes)]), name);
  return form;
}

export const FORM_TYPE = `multipart/form-data; boundary=${BOUNDARY}`;

/** The beginning of a file in a form, as it is on the wire. */
export function partHead(name: string, field = 'file'): string {
  return partNamed(`filename="${name}"`, field);
}

/** The same, with how the file is called as it is on the wire. */
export function partNamed(filename: string, field = 'file'): string {
  return `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${field}"; ${filename}\r\ncontent-type: application/octet-stream\r\n\r\n`;
}

/** A field in a form that is not its last, as it is on the wire. */
export function fieldOf(name: string, value: string): string {
  return `--${BOUNDARY}\r\ncontent-disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`;
}

export const FORM_END = `\r\n--${BOUNDARY}--\r\n`;

/** Begins to send a form, whose bytes the test writes itself. */
export function beginForm(url: string, method: string, headers: Record<string, string>): ClientRequest {
  const sending = request(url, { method, headers: { ...headers, 'content-type': FORM_TYPE } });
  // A server that has refused may hang up.
  sending.on('error', () => undefined);
  return sending;
}

/** Sends a file as it comes, no faster than it is taken. */
export async function sendStream(
  url: string,
  method: string,
  headers: Record<string, string>,
  bytes: AsyncIterable<Uint8Array>,
): Promise<Answer> {
  const sending = beginForm(url, method, headers);
  const answered = once(sending, 'response');
  async function* form() {
    yield Buffer.from(partHead('long.mp4'));
    yield* bytes;
    yield Buffer.from(FORM_END);
  }
  Streams.from(form(), { objectMode: false }).pipe(sending);
  const [response] = await answered;
  const answer = await answerOf(response);
  // Node's client does not go on once it is answered.
  sending.destroy();
  return answer;
}

export async function answerOf(response: Readable & { statusCode?: number; headers: object }): Promise<Answer> {
  const chunks: Buffer[] = [];
  for await (const chunk of response) chunks.push(chunk);
  const text = Buffer.concat(chunks).toString();
  return {
    status: response.statusCode ?? 0,
    headers: new Headers(response.headers as Record<string, string>),
    body: text.startsWith('{') ? JSON.parse(text) : text,
  };
}
