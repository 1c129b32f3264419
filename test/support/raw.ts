import { request } from 'node:http';
import type { Answer } from './client.ts';

/** Sends what `fetch` is too polite to: bodies with GET, odd methods, lines that are too long. */
export function raw(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string> = {},
  body = '',
): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const sending = request(url, {
      method,
      path,
      headers: { ...headers, ...(body && { 'content-length': String(Buffer.byteLength(body)) }) },
    });
    sending.on('error', reject);
    sending.on('response', response => {
      const chunks: Buffer[] = [];
      response.on('data', (chunk: Buffer) => chunks.push(chunk));
      response.on('end', () => {
        const text = Buffer.concat(chunks).toString();
        resolve({
          status: response.statusCode ?? 0,
          headers: new Headers(response.headers as Record<string, string>),
          body: text.startsWith('{') ? JSON.parse(text) : text,
        });
      });
    });
    sending.end(body);
  });
}
