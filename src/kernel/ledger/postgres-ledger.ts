import type { EntityManager } from '@mikro-orm/postgresql';
import { newId } from '../domain/ids.ts';
import { type Entry, InsufficientBalance, Ledger, type Posting, ReferenceTaken } from '../domain/ledger.ts';

const INSUFFICIENT = 'AZ001';
const REFERENCE_TAKEN = 'AZ002';

/** A contradiction that the ledger found in itself. */
export interface LedgerFault {
  readonly fault: string;
  readonly subject: string;
}

/** The ledger of one context: the tables and functions that `createLedger` (migrations) made in its schema. */
export class PostgresLedger extends Ledger {
  constructor(
    private readonly em: EntityManager,
    readonly schema: string,
  ) {
    super();
  }

  override async post(...postings: Posting[]): Promise<void> {
    postings.forEach(assertBalanced);
    const rows = postings.map(posting => ({ id: newId(), ...posting }));
    try {
      await this.em.execute(`select ${this.schema}.ledger_post(?::jsonb)`, [JSON.stringify(rows)]);
    } catch (error) {
      throw meaningOf(error);
    }
  }

  override async entriesOf(reference: string): Promise<readonly Entry[]> {
    const rows = await this.em.execute<{ account: string; amount: string; currency: string }[]>(
      `select account, amount::text, currency from ${this.schema}.ledger_entries
       join ${this.schema}.ledger_transactions t on t.id = transaction_id where reference = ? order by line`,
      [reference],
    );
    return rows.map(row => ({ ...row, amount: Number(row.amount) }));
  }

  override async balance(account: string, currency: string): Promise<number> {
    const [row] = await this.em.execute<{ balance: string }[]>(
      `select balance::text from ${this.schema}.ledger_account_balances where account = ? and currency = ?`,
      [account, currency],
    );
    const balance = Number(row?.balance ?? 0);
    if (!Number.isSafeInteger(balance)) throw new RangeError(`${account} holds more than a number can say exactly`);
    return balance;
  }

  override async lock(account: string, currency: string): Promise<number> {
    // An update that changes nothing, because an empty account has to be inserted and locked by the same statement.
    const [row] = await this.em.execute<{ balance: string }[]>(
      `insert into ${this.schema}.ledger_balances as standing (account, currency, balance, floor)
       select ?, ?, 0, floor from ${this.schema}.ledger_guarded_kinds where kind = split_part(?, ':', 1)
       on conflict (account, currency) do update set balance = standing.balance returning balance::text`,
      [account, currency, account],
    );
    if (!row) throw new RangeError(`${account} has no floor`);
    return Number(row.balance);
  }

  /** Chains waiting transactions to those before them. @returns how many were sealed; 0 when another process is at it */
  async seal(most = 1000): Promise<number> {
    const [row] = await this.em.execute<{ sealed: number }[]>(`select ${this.schema}.ledger_seal(?) as sealed`, [most]);
    return row?.sealed ?? 0;
  }

  /** Everything in which the ledger contradicts itself. Reads it whole. */
  async faults(): Promise<LedgerFault[]> {
    return this.em.execute<LedgerFault[]>(`select fault, subject from ${this.schema}.ledger_faults()`);
  }
}

function assertBalanced({ reference, entries }: Posting): void {
  const sums = new Map<string, number>();
  for (const { amount, currency } of entries) {
    const sum = (sums.get(currency) ?? 0) + amount;
    if (amount === 0 || !Number.isSafeInteger(amount) || !Number.isSafeInteger(sum))
      throw new RangeError(`${reference}: ${amount} can't be posted`);
    sums.set(currency, sum);
  }
  if (entries.length < 2 || [...sums.values()].some(sum => sum !== 0))
    throw new RangeError(`${reference}: its entries do not sum to zero`);
}

function meaningOf(error: unknown): unknown {
  const { code, detail, message } = error as { code?: string; detail?: string; message: string };
  if (code === INSUFFICIENT) {
    const short = JSON.parse(detail ?? '{}') as { account: string; available: number };
    return new InsufficientBalance(short.account, short.available);
  }
  if (code === REFERENCE_TAKEN) return new ReferenceTaken(/reference (.*) stands/.exec(message)?.[1] ?? '');
  return error;
}
