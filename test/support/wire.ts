import { once } from 'node:events';
import { connect } from 'node:net';
import type { Answer } from './client.ts';

/**
 * Sends bytes as they are, for what no HTTP client can be brought to send.
 * @param request with all its line ends; the last answer is awaited, so it has to close the connection
 */
export async function wire(url: string, request: string): Promise<Answer> {
  const { port, hostname } = new URL(url);
  const socket = connect(Number(port), hostname);
  const chunks: Buffer[] = [];
  socket.on('data', (chunk: Buffer) => chunks.push(chunk));
  // A server that has read enough hangs up on what is still on its way.
  socket.on('error', () => undefined);
  socket.write(request);
  await once(socket, 'close');
  return answerIn(Buffer.concat(chunks).toString());
}

function answerIn(text: string): Answer {
  const [head = '', body = ''] = text.split('\r\n\r\n', 2);
  const [line = '', ...fields] = head.split('\r\n');
  const headers = fields.map((field): [string, string] => [field.split(':', 1)[0] ?? '', field.replace(/^.*?: ?/, '')]);
  return {
    status: Number(line.split(' ')[1] ?? 0),
    headers: new Headers(headers),
    body: body.startsWith('{') ? JSON.parse(body) : body,
  };
}
