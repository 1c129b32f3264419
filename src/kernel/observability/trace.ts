import { AsyncLocalStorage } from 'node:async_hooks';
import { randomUUID } from 'node:crypto';

/** Which distributed trace (W3C) the present work belongs to. */
export interface Trace {
  readonly traceId: string;
}

const storage = new AsyncLocalStorage<Trace>();
const TRACEPARENT = /^[\da-f]{2}-(?!0{32})([\da-f]{32})-(?!0{16})[\da-f]{16}-[\da-f]{2}$/;

/** Joins the trace that a `traceparent` names; without a valid one a new trace begins. */
export function traceFrom(traceparent: string | undefined | null): Trace {
  return { traceId: (traceparent && TRACEPARENT.exec(traceparent)?.[1]) || newId(16) };
}

export function withTrace<T>(trace: Trace, work: () => T): T {
  return storage.run(trace, work);
}

export function currentTrace(): Trace | undefined {
  return storage.getStore();
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
