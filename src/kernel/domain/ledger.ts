import { DomainError } from './domain-error.ts';

/** One line of a transaction. Credits are positive: what is owed or earned grows, what is held or spent falls. */
export interface Entry {
  /** `<kind>:<owner>`, or just `<kind>` for an account of the platform itself. */
  readonly account: string;
  /** Whole minor units; never zero. */
  readonly amount: number;
  /** ISO 4217, or `TOKEN`. */
  readonly currency: string;
}

/** What happened, as the ledger keeps it: entries that sum to zero in each currency. */
export interface Posting {
  /** The business fact this posts, unique in its ledger: posting the same fact again changes nothing. */
  readonly reference: string;
  readonly kind: string;
  readonly occurredAt: Date;
  readonly entries: readonly Entry[];
}

/** A double-entry ledger: append-only, balanced per currency, and never below an account's floor. */
export abstract class Ledger {
  /**
   * Posts all or nothing, in the present transaction if there is one, in a single round trip.
   * @throws InsufficientBalance when an account with a floor would fall below it
   * @throws ReferenceTaken when a reference stands already with other entries
   * @throws RangeError when entries do not sum to zero, are zero, or are not safe integers
   */
  abstract post(...postings: Posting[]): Promise<void>;

  /** The entries of a posted fact, in their order; empty when there is none. A reversal negates what it finds here. */
  abstract entriesOf(reference: string): Promise<readonly Entry[]>;

  /** What an account holds now, in minor units; 0 for an account never posted to. @throws RangeError beyond 2^53 - 1 */
  abstract balance(account: string, currency: string): Promise<number>;

  /**
   * Keeps an account with a floor as it is until the transaction ends: nobody else posts to it meanwhile. Whoever locks
   * several takes them in the order of their names.
   * @returns what it holds
   * @throws RangeError for an account without a floor, which is never locked
   */
  abstract lock(account: string, currency: string): Promise<number>;
}

export function reversed(entries: readonly Entry[]): Entry[] {
  return entries.map(entry => ({ ...entry, amount: -entry.amount }));
}

export class InsufficientBalance extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'insufficient_balance';

  constructor(account: string, available: number) {
    super('The balance does not suffice.', { account, available });
  }
}

export class ReferenceTaken extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'ledger_reference_taken';

  constructor(reference: string) {
    super('This has been posted before with other amounts.', { reference });
  }
}
