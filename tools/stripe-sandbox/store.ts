import type Stripe from 'stripe';
import type { Journal } from './journal.ts';

/** The stored objects by what their `object` field says. */
export interface Kinds {
  customer: Stripe.Customer | Stripe.DeletedCustomer;
  payment_method: Stripe.PaymentMethod;
  payment_intent: Stripe.PaymentIntent;
  setup_intent: Stripe.SetupIntent;
  charge: Stripe.Charge;
  balance_transaction: Stripe.BalanceTransaction;
  refund: Stripe.Refund;
  dispute: Stripe.Dispute;
  account: Stripe.Account | Stripe.DeletedAccount;
  onboarding: Onboarding;
  transfer: Stripe.Transfer;
  transfer_reversal: Stripe.TransferReversal;
  payout: Stripe.Payout;
  event: StoredEvent;
  delivery: Delivery;
  idempotency_key: RememberedAnswer;
  appointment: Appointment;
  clock: ClockSetting;
  exchange: ExchangeSetting;
}

export type Kind = keyof Kinds;

/** Stripe's own event type is a union over every event there is; stored events are plain. */
export interface StoredEvent extends Omit<Stripe.EventBase, 'type' | 'data'> {
  type: string;
  data: { object: object; previous_attributes?: object };
  /** The connected account it happened in. */
  account?: string;
}

/** The way of one event to the webhook endpoint. Times are the machine's, in milliseconds. */
export interface Delivery {
  id: string;
  object: 'delivery';
  event: string;
  account: string | null;
  state: 'pending' | 'delivered' | 'abandoned';
  attempts: number;
  first_attempt_at: number;
  last_answer: number | string | null;
}

/** An account link: an onboarding form that may be submitted once. */
export interface Onboarding {
  id: string;
  object: 'onboarding';
  account: string;
  expires_at: number;
  refresh_url: string;
  return_url: string;
  used: boolean;
}

export interface RememberedAnswer {
  id: string;
  object: 'idempotency_key';
  request: string;
  status: number;
  answer: object;
  created: number;
}

export type Happening =
  | 'daily_payout'
  | 'dispute_lapses'
  | 'evidence_is_judged'
  | 'inquiry_ends'
  | 'payout_arrives'
  | 'payout_fails'
  | 'payout_leaves'
  | 'refund_fails'
  | 'refund_succeeds';

/** Something that happens by itself when its time comes. Times are the sandbox's, in seconds. */
export interface Appointment {
  id: string;
  object: 'appointment';
  at: number;
  what: Happening;
  subject: string;
  detail: string | null;
  account: string | null;
  state: 'waiting' | 'kept';
}

/** How far the sandbox's clock was moved from its source, in seconds. */
export interface ClockSetting {
  id: 'clock';
  object: 'clock';
  offset: number;
}

/** What the platform has no balance in, the currency that is its id, is settled in another one. */
export interface ExchangeSetting {
  id: string;
  object: 'exchange';
  currency: string;
  /** How many of its smallest units one of the smallest units charged makes. */
  rate: number;
}

/** As the journal keeps it: what belongs to a connected account says so. */
type Entry = Kinds[Kind] | { of: string; row: Kinds[Kind] };

/**
 * Everything the sandbox knows. Objects are replaced, never changed in place, so an event's snapshot is a reference.
 * What is put between two commits reaches the journal as one line: after a kill it is there as a whole or not at all.
 */
export class Store {
  /** The part that belongs to no connected account. */
  readonly platform: Store;
  private readonly account: string | undefined;
  private readonly accounts = new Map<string, Store>();
  private readonly tables = new Map<string, Table>();
  private readonly journal: Journal | undefined;
  private dirty = new Map<string, Entry>();

  constructor(journal?: Journal, owner?: { platform: Store; account: string }) {
    this.journal = journal;
    this.platform = owner?.platform ?? this;
    this.account = owner?.account;
  }

  /** What belongs to a connected account: nobody else's lists show it. */
  of(account: string): Store {
    const { accounts } = this.platform;
    let part = accounts.get(account);
    if (!part) {
      part = new Store(this.journal, { platform: this.platform, account });
      accounts.set(account, part);
    }
    return part;
  }

  get<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
    return this.tables.get(kind)?.get(id) as Kinds[K] | undefined;
  }

  /** Here or, for the platform, in any account connected to it. */
  find<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
    const own = this.get(kind, id);
    if (own) return own;
    for (const part of this.accounts.values()) {
      const found = part.get(kind, id);
      if (found) return found;
    }
    return undefined;
  }

  /** In order of creation. */
  all<K extends Kind>(kind: K): readonly Kinds[K][] {
    return (this.tables.get(kind)?.rows ?? []) as Kinds[K][];
  }

  /** Those of the platform, then those of the accounts connected to it. */
  everywhere<K extends Kind>(kind: K): Kinds[K][] {
    return [this.platform, ...this.accounts.values()].flatMap(part => part.all(kind));
  }

  /** Where an object stands in `all`, or -1. */
  position(kind: Kind, id: string): number {
    return this.tables.get(kind)?.positions.get(id) ?? -1;
  }

  put<T extends Kinds[Kind]>(row: T): T {
    this.keep(row);
    if (this.journal) this.platform.dirty.set(`${this.account ?? ''}/${row.object}/${row.id}`, this.entry(row));
    return row;
  }

  restore(entry: object): void {
    const known = entry as Entry;
    if ('of' in known) this.of(known.of).keep(known.row);
    else this.keep(known);
  }

  commit(): void {
    const { dirty } = this.platform;
    if (!this.journal || dirty.size === 0) return;
    this.journal.append([...dirty.values()]);
    this.platform.dirty = new Map();
  }

  *everything(): Iterable<object> {
    for (const table of this.tables.values()) for (const row of table.rows) yield this.entry(row as Kinds[Kind]);
    for (const part of this.accounts.values()) yield* part.everything();
  }

  private keep(row: Kinds[Kind]): void {
    let table = this.tables.get(row.object);
    if (!table) {
      table = new Table();
      this.tables.set(row.object, table);
    }
    table.put(row);
  }

  private entry(row: Kinds[Kind]): Entry {
    return this.account === undefined ? row : { of: this.account, row };
  }
}

class Table {
  readonly rows: { id: string }[] = [];
  readonly positions = new Map<string, number>();

  get(id: string): object | undefined {
    const position = this.positions.get(id);
    return position === undefined ? undefined : this.rows[position];
  }

  put(row: { id: string }): void {
    const position = this.positions.get(row.id);
    if (position === undefined) {
      this.positions.set(row.id, this.rows.push(row) - 1);
    } else {
      this.rows[position] = row;
    }
  }
}
