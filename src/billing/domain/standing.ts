import type { Entry, Ledger } from '../../kernel/domain/ledger.ts';

const PAYABLE = /^payable:/;

/** Between a payee and us, in minor units, neither below zero: what we owe them, and what they owe us. */
export interface Standing {
  readonly payable: number;
  readonly owed: number;
}

/** By the account of what we owe them. */
export type Standings = ReadonlyMap<string, Standing>;

/** How payees stand, and stay until the transaction ends: their debt changes only under the lock of what we owe them. */
export async function standingsOf(ledger: Ledger, entries: readonly Entry[]): Promise<Standings> {
  const standings = new Map<string, Standing>();
  const ofPayees = entries.filter(({ account }) => PAYABLE.test(account));
  for (const { account, currency } of ofPayees.toSorted((a, b) => (a.account < b.account ? -1 : 1))) {
    const payable = await ledger.lock(account, currency);
    standings.set(account, { payable, owed: -(await ledger.balance(debtOf(account), currency)) });
  }
  return standings;
}

/** Lets what payees get settle their debt first, and what they give beyond what we owe them become one. */
export function netted(entries: readonly Entry[], standings: Standings): Entry[] {
  return entries
    .flatMap(entry => {
      const standing = standings.get(entry.account);
      if (!standing) return [entry];
      const { payable, owed } = standing;
      const debt = entry.amount > 0 ? Math.min(entry.amount, owed) : Math.min(0, entry.amount + payable);
      return [
        { ...entry, amount: entry.amount - debt },
        { ...entry, account: debtOf(entry.account), amount: debt },
      ];
    })
    .filter(({ amount }) => amount !== 0);
}

/** Each payee in one entry again, whatever of it was a debt. */
export function gross(entries: readonly Entry[]): Entry[] {
  const sums = new Map<string, Entry>();
  for (const entry of entries) {
    const account = entry.account.replace(/^receivable:/, 'payable:');
    sums.set(account, { ...entry, account, amount: entry.amount + (sums.get(account)?.amount ?? 0) });
  }
  return [...sums.values()].filter(({ amount }) => amount !== 0);
}

function debtOf(payable: string): string {
  return payable.replace(PAYABLE, 'receivable:');
}
