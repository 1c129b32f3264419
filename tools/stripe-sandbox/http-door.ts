import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';
import type { Api } from './api.ts';
import { API_VERSION } from './call.ts';
import type { SideAnswer } from './side-answer.ts';
import type { SideDoor } from './side-door.ts';

const LARGEST_BODY = 1024 * 1024;

/** `/v1` is the API's; everything else goes through the side door. */
export function httpDoor(api: Api, sideDoor: SideDoor): RequestListener {
  return (request, response) => {
    serve(request, response).catch(error => {
      console.error(error);
      request.socket.destroy();
    });
  };

  async function serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { method = 'GET', url = '/' } = request;
    const body = method === 'GET' ? '' : await readBody(request);
    const mark = url.indexOf('?');
    const path = mark < 0 ? url : url.slice(0, mark);
    if (path.startsWith('/v1/'))
      await serveApi(request, response, method, path, mark < 0 ? '' : url.slice(mark + 1), body);
    else sendSide(response, sideDoor(method, path, body));
  }

  async function serveApi(
    request: IncomingMessage,
    response: ServerResponse,
    method: string,
    path: string,
    query: string,
    body: string,
  ): Promise<void> {
    const idempotencyKey = header(request, 'idempotency-key');
    const apiVersion = header(request, 'stripe-version');
    const account = header(request, 'stripe-account');
    const { authorization } = request.headers;
    const answer = await api.answer({ method, path, query, body, authorization, account, idempotencyKey, apiVersion });
    if (answer.lost) {
      request.socket.destroy();
      return;
    }
    const text = JSON.stringify(answer.body);
    response.writeHead(answer.status, {
      'Content-Type': 'application/json',
      'Content-Length': Buffer.byteLength(text),
      'Request-Id': answer.requestId,
      'Stripe-Version': apiVersion ?? API_VERSION,
      ...(idempotencyKey && { 'Idempotency-Key': idempotencyKey }),
      ...(account && { 'Stripe-Account': account }),
      ...(answer.replayed && { 'Idempotent-Replayed': 'true' }),
      ...(answer.status === 401 && { 'WWW-Authenticate': 'Basic realm="Stripe"' }),
      ...(answer.status === 409 && { 'Stripe-Should-Retry': 'true' }),
      // The key would only replay it.
      ...(answer.status === 500 && { 'Stripe-Should-Retry': 'false' }),
    });
    response.end(text);
  }
}

function sendSide(response: ServerResponse, { status, type, body, location }: SideAnswer): void {
  response.writeHead(status, { 'Content-Type': `${type}; charset=utf-8`, ...(location && { Location: location }) });
  response.end(body);
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += chunk.length;
    if (size > LARGEST_BODY) throw new Error('The request body is too large.');
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function header(request: IncomingMessage, name: string): string | undefined {
  const value = request.headers[name];
  return Array.isArray(value) ? value[0] : value;
}
