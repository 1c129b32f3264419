import { hash } from 'node:crypto';
import type { RememberedAnswer, Store } from './store.ts';
import { keyInUse, ParameterError, StripeError } from './stripe-error.ts';

const REMEMBERED_SECONDS = 24 * 60 * 60;

/** What was answered under which `Idempotency-Key`, and which keys are being worked on. */
export class Idempotency {
  private readonly store: Store;
  private readonly inFlight = new Set<string>();

  constructor(store: Store) {
    this.store = store;
  }

  /** The remembered answer, or nothing: then the key is this request's until `release`. */
  claim(key: string, request: string, now: number): RememberedAnswer | undefined {
    if (key.length > 255) throw new ParameterError('Idempotency-Key', 'Idempotency keys have at most 255 characters.');
    const known = this.store.get('idempotency_key', key);
    const remembered = known && now - known.created < REMEMBERED_SECONDS ? known : undefined;
    if (remembered && remembered.request !== request) throw otherRequest(key);
    if (this.inFlight.has(key)) throw keyInUse(key);
    if (!remembered) this.inFlight.add(key);
    return remembered;
  }

  remember(key: string, request: string, now: number, status: number, answer: object): void {
    this.store.put({ id: key, object: 'idempotency_key', request, status, answer, created: now });
  }

  release(key: string): void {
    this.inFlight.delete(key);
  }
}

/** Equal for equal requests, in whatever order their parameters came. */
export function requestDigest(path: string, body: string): string {
  return hash('sha1', `${path}\n${body.split('&').sort().join('&')}`, 'base64');
}

function otherRequest(key: string): StripeError {
  return new StripeError(400, {
    type: 'idempotency_error',
    message: `Keys for idempotent requests can only be used with the same parameters they were first used with. Try using a key other than '${key}' if you meant to execute a different request.`,
  });
}
