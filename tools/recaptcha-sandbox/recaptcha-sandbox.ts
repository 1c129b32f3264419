import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { Siteverify, type Visit } from './siteverify.ts';

const PATH = '/recaptcha/api/siteverify';

export interface RecaptchaSandboxOptions {
  /** The only secret accepted. */
  secret: string;
  /** Where visitors are, unless their token says otherwise. */
  hostname: string;
  now?: () => Date;
}

/** `timeout` never answers, `error` answers 500, `garbage` answers 200 and no JSON. */
export type Failure = 'timeout' | 'error' | 'garbage';

export interface RecaptchaSandbox {
  /** What RECAPTCHA_URL has to be. */
  readonly url: string;
  /** A token as a visitor's browser would get it; it counts once, for two minutes. */
  token(visit: Visit): string;
  /** Fails in this way from now on; undefined ends it. */
  fail(failure: Failure | undefined): void;
  close(): Promise<void>;
}

/** Starts a local siteverify on a free port of the loopback interface. */
export async function startRecaptchaSandbox({
  secret,
  hostname,
  now = () => new Date(),
}: RecaptchaSandboxOptions): Promise<RecaptchaSandbox> {
  const siteverify = new Siteverify(secret, hostname, now);
  let failure: Failure | undefined;
  const server = createServer((request, response) => {
    if (request.url !== PATH) serveToken(siteverify, request, response);
    else if (failure) serveFailure(failure, response);
    else serveAnswer(siteverify, request, response).catch(() => request.socket.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject).listen(0, '127.0.0.1', resolve);
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}${PATH}`,
    token: visit => siteverify.token(visit),
    fail: next => {
      failure = next;
    },
    close: () =>
      new Promise(resolve => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function serveAnswer(siteverify: Siteverify, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const answer = siteverify.answer(new URLSearchParams(await text(request)));
  response.setHeader('Content-Type', 'application/json; charset=utf-8').end(JSON.stringify(answer, null, 2));
}

/** The browser's part, for whoever has none: `GET /token?action=login&score=0.9`. */
function serveToken(siteverify: Siteverify, { url = '/' }: IncomingMessage, response: ServerResponse): void {
  const { pathname, searchParams } = new URL(url, 'http://sandbox');
  const action = searchParams.get('action');
  if (pathname !== '/token' || !action) {
    response.writeHead(404).end('GET /token?action=login&score=0.9 makes a token\n');
    return;
  }
  response.end(siteverify.token({ action, score: Number(searchParams.get('score') ?? 0.9) }));
}

function serveFailure(failure: Failure, response: ServerResponse): void {
  if (failure === 'error') response.writeHead(500).end();
  if (failure === 'garbage') response.end('<html>Sorry</html>');
}
