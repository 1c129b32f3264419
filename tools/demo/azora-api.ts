import { setTimeout as pause } from 'node:timers/promises';
import { Answer } from './answer.ts';
import { Surprise } from './surprise.ts';

/** Enough for a process to be started again, and longer than the minute of the rate limit. */
const PATIENCE_MS = 75_000;
const ONE_ATTEMPT_MS = 20_000;
const START_MS = 30_000;
const PAUSE_MS = 500;

export interface AzoraRequest {
  readonly method: 'GET' | 'POST' | 'PUT';
  readonly path: string;
  readonly body?: unknown;
  readonly accessToken?: string;
  readonly idempotencyKey?: string;
  /** A media type, for what comes in several. */
  readonly accept?: string;
}

interface Setback {
  readonly reason: string;
  readonly pauseMs: number;
}

/** Azora over HTTP. A request that breaks off or is put off is repeated as it is, its Idempotency-Key included. */
export class AzoraApi {
  readonly origin: string;

  constructor(origin: string) {
    this.origin = origin;
  }

  /** Waits a moment should it be on its way up, and says how to start it should it not. */
  async comesUp(): Promise<void> {
    const deadline = Date.now() + START_MS;
    for (let told = false; ; told = true) {
      const attempt = await this.attempt({ method: 'GET', path: '/health/live' });
      if (attempt instanceof Answer) return;
      if (!told)
        console.log(`Nothing answers at ${this.origin}. Start it with bin/dev. Waiting ${START_MS / 1000} s ...`);
      if (Date.now() > deadline) throw new Surprise(`Azora at ${this.origin} (AZORA_URL)`, attempt.reason);
      await pause(PAUSE_MS);
    }
  }

  async send<T>(request: AzoraRequest): Promise<Answer<T>> {
    const deadline = Date.now() + PATIENCE_MS;
    for (let told = ''; ; ) {
      const attempt = await this.attempt<T>(request);
      if (attempt instanceof Answer) return attempt;
      const { reason, pauseMs } = attempt;
      if (Date.now() + pauseMs > deadline) throw new Surprise(`${nameOf(request)} to be answered in time`, reason);
      if (reason !== told) console.log(`     (${nameOf(request)}: ${reason}. Repeating it.)`);
      told = reason;
      await pause(pauseMs);
    }
  }

  private async attempt<T>(request: AzoraRequest): Promise<Answer<T> | Setback> {
    try {
      const response = await this.fetch(request);
      const { status, headers } = response;
      const retryAfter = headers.get('retry-after');
      if (status < 500 && retryAfter === null)
        return new Answer<T>(nameOf(request), response, bodyOf(headers, await response.text()));
      await response.body?.cancel();
      return { reason: `answered ${status}`, pauseMs: retryAfter ? Number(retryAfter) * 1000 : PAUSE_MS };
    } catch (error) {
      return { reason: reasonOf(error as Error), pauseMs: PAUSE_MS };
    }
  }

  private fetch({ method, path, body, accessToken, idempotencyKey, accept }: AzoraRequest): Promise<Response> {
    return fetch(this.origin + path, {
      method,
      headers: {
        ...(accessToken && { authorization: `Bearer ${accessToken}` }),
        ...(idempotencyKey && { 'idempotency-key': idempotencyKey }),
        ...(accept && { accept }),
        ...(body !== undefined && { 'content-type': 'application/json' }),
      },
      body: body === undefined ? null : JSON.stringify(body),
      signal: AbortSignal.timeout(ONE_ATTEMPT_MS),
    });
  }
}

/** Some answers say all they have to say by their status, and some are files. */
function bodyOf(headers: Headers, text: string): unknown {
  if (text === '') return undefined;
  return headers.get('content-type')?.includes('json') ? JSON.parse(text) : text;
}

function nameOf({ method, path }: AzoraRequest): string {
  return `${method} ${path}`;
}

function reasonOf({ message, cause }: Error): string {
  return (cause as { code?: string } | undefined)?.code ?? message;
}
