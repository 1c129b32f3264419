import type { Agenda } from './agenda.ts';
import type { Fault, FaultName } from './faults.ts';
import { newId } from './new-id.ts';
import type { Happening, Kind, Kinds, Store, StoredEvent } from './store.ts';
import { noSuch, notFound } from './stripe-error.ts';

export const API_VERSION = '2026-10-28.endive';

export interface CallOrigin {
  store: Store;
  /** Seconds, as on the wire. */
  now: number;
  /** The connected account it works in. */
  account?: string | undefined;
  agenda: Agenda;
  baseUrl: string;
  subscribes: (type: string) => boolean;
  request?: { id: string; idempotency_key: string | null };
  apiVersion?: string | undefined;
  /** Faults planted for this request, used up when they strike. */
  strike?: (name: FaultName) => Fault | undefined;
}

/** One execution, by an API request or a customer's own step: what it may read, what it writes, which events it caused. */
export class Call {
  readonly store: Store;
  readonly now: number;
  readonly baseUrl: string;
  readonly account: string | undefined;
  readonly events: StoredEvent[];
  private readonly origin: CallOrigin;

  constructor(origin: CallOrigin, events: StoredEvent[] = []) {
    this.origin = origin;
    this.account = origin.account;
    this.store = origin.account === undefined ? origin.store.platform : origin.store.of(origin.account);
    this.events = events;
    this.now = origin.now;
    this.baseUrl = origin.baseUrl;
  }

  /** The same execution in a connected account. */
  in(account: string): Call {
    return new Call({ ...this.origin, account }, this.events);
  }

  /** Lets something happen to an object of this account when its time comes. */
  later(at: number, what: Happening, subject: string, detail: string | null = null): void {
    this.origin.agenda.add({ at, what, subject, detail, account: this.account ?? null });
  }

  strike(name: FaultName): Fault | undefined {
    return this.origin.strike?.(name);
  }

  /** The object the path names. */
  named<K extends Kind>(kind: K, id: string): Kinds[K] {
    const object = this.store.get(kind, id);
    if (!object) throw notFound(kind, id);
    return object;
  }

  /** The object a parameter names. */
  referenced<K extends Kind>(kind: K, id: string, param: string): Kinds[K] {
    const object = this.store.get(kind, id);
    if (!object) throw noSuch(kind, id, param);
    return object;
  }

  put<T extends Kinds[Kind]>(object: T): T {
    return this.store.put(object);
  }

  emit(type: string, object: object, previous_attributes?: object): void {
    const sent = this.origin.subscribes(type);
    const event = this.put<StoredEvent>({
      id: newId('evt'),
      object: 'event',
      api_version: this.origin.apiVersion ?? API_VERSION,
      created: this.now,
      data: previous_attributes ? { object, previous_attributes } : { object },
      livemode: false,
      pending_webhooks: sent ? 1 : 0,
      request: this.origin.request ?? { id: null, idempotency_key: null },
      type,
      ...(this.account !== undefined && { account: this.account }),
    });
    if (!sent) return;
    this.events.push(event);
    this.store.platform.put({
      id: event.id,
      object: 'delivery',
      event: event.id,
      account: this.account ?? null,
      state: 'pending',
      attempts: 0,
      first_attempt_at: Date.now(),
      last_answer: null,
    });
  }
}
