import type Stripe from 'stripe';
import type { Journal } from './journal.ts';

/** The stored objects by what their `object` field says. */
export interface Kinds {
  customer: Stripe.Customer | Stripe.DeletedCustomer;
  payment_method: Stripe.PaymentMethod;
  payment_intent: Stripe.PaymentIntent;
  charge: Stripe.Charge;
  balance_transaction: Stripe.BalanceTransaction;
  refund: Stripe.Refund;
  dispute: Stripe.Dispute;
  event: StoredEvent;
  delivery: Delivery;
  idempotency_key: RememberedAnswer;
}

export type Kind = keyof Kinds;

/** Stripe's own event type is a union over every event there is; stored events are plain. */
export interface StoredEvent extends Omit<Stripe.EventBase, 'type' | 'data'> {
  type: string;
  data: { object: object; previous_attributes?: object };
}

/** The way of one event to the webhook endpoint. Times are the machine's, in milliseconds. */
export interface Delivery {
  id: string;
  object: 'delivery';
  event: string;
  state: 'pending' | 'delivered' | 'abandoned';
  attempts: number;
  first_attempt_at: number;
  last_answer: number | string | null;
}

export interface RememberedAnswer {
  id: string;
  object: 'idempotency_key';
  request: string;
  status: number;
  answer: object;
  created: number;
}

/**
 * Everything the sandbox knows. Objects are replaced, never changed in place, so an event's snapshot is a reference.
 * What is put between two commits reaches the journal as one line: after a kill it is there as a whole or not at all.
 */
export class Store {
  private readonly tables = new Map<string, Table>();
  private readonly journal: Journal | undefined;
  private dirty = new Map<string, object>();

  constructor(journal?: Journal) {
    this.journal = journal;
  }

  get<K extends Kind>(kind: K, id: string): Kinds[K] | undefined {
    return this.tables.get(kind)?.get(id) as Kinds[K] | undefined;
  }

  /** In order of creation. */
  all<K extends Kind>(kind: K): readonly Kinds[K][] {
    return (this.tables.get(kind)?.rows ?? []) as Kinds[K][];
  }

  /** Where an object stands in `all`, or -1. */
  position(kind: Kind, id: string): number {
    return this.tables.get(kind)?.positions.get(id) ?? -1;
  }

  put<T extends Kinds[Kind]>(row: T): T {
    this.restore(row);
    if (this.journal) this.dirty.set(row.object + row.id, row);
    return row;
  }

  restore(row: Kinds[Kind]): void {
    let table = this.tables.get(row.object);
    if (!table) {
      table = new Table();
      this.tables.set(row.object, table);
    }
    table.put(row);
  }

  commit(): void {
    if (!this.journal || this.dirty.size === 0) return;
    this.journal.append([...this.dirty.values()]);
    this.dirty = new Map();
  }

  *everything(): Iterable<object> {
    for (const table of this.tables.values()) yield* table.rows;
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
