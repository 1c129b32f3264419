import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** Which distributed trace (W3C) the present work belongs to, and where it comes from. */
export interface Trace {
  readonly traceId: string;
  /** The IP address of the client; reactions and scheduled work have none. */
  readonly address?: string;
  /** Who acts, once somebody has said so with {@link actAs}. */
  actor?: TracedActor;
}

export interface TracedActor {
  readonly userId: string;
  /** The API key that the user lets act for them. */
  readonly apiKeyId?: string;
}

const storage = new AsyncLocalStorage<Trace>();
const TRACEPARENT = /^[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;

/**
 * Joins the trace that a `traceparent` names; without a valid one a new trace begins.
 * @param address of the client whose request begins here
 */
export function traceFrom(traceparent: string | undefined | null, address?: string): Trace {
  return { traceId: (traceparent && TRACEPARENT.exec(traceparent)?.[1]) || newId(16), address };
}

export function withTrace<T>(trace: Trace, work: () => T): T {
  return storage.run(trace, work);
}

export function currentTrace(): Trace | undefined {
  return storage.getStore();
}

/** Says who does the present work, to all of it: also to what runs after its caller has gone on. */
export function actAs(actor: TracedActor): void {
  const trace = storage.getStore();
  if (trace) trace.actor = actor;
}

/** The present trace as a `traceparent` header under a span of its own, or null outside of any. */
export function currentTraceparent(): string | null {
  const trace = storage.getStore();
  return trace ? `00-${trace.traceId}-${newId(8)}-01` : null;
}

/** Random bytes in hexadecimal, from the pool that UUIDs come from: asking the system each time costs more than the rest. */
function newId(bytes: 8 | 16): string {
  return randomUUID()
    .replaceAll('-', '')
    .slice(-2 * bytes);
}
