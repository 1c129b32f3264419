import type { Person } from './person.ts';

/** Minor units by account and currency, `income:course_purchase USD` for one. Credits are positive. */
export type Balances = Readonly<Record<string, number>>;

interface BalancePage {
  readonly items: readonly { readonly account: string; readonly currency: string; readonly balance: number }[];
  readonly nextCursor: string | null;
}

/** The money ledger as an administrator reads it. */
export class Ledger {
  private readonly admin: Person;

  constructor(admin: Person) {
    this.admin = admin;
  }

  async balances(): Promise<Balances> {
    const balances: Record<string, number> = {};
    let cursor: string | null = null;
    do {
      const path = `/api/finance/ledger?limit=100${cursor ? `&cursor=${cursor}` : ''}`;
      const page: BalancePage = (await this.admin.get<BalancePage>(path)).granted();
      for (const { account, currency, balance } of page.items) balances[`${account} ${currency}`] = balance;
      cursor = page.nextCursor;
    } while (cursor);
    return balances;
  }
}

/** What has changed: the accounts whose balance is another now, with the difference. */
export function changeBetween(before: Balances, after: Balances): Balances {
  const differences = Object.entries(after).map(([account, balance]) => [account, balance - (before[account] ?? 0)]);
  return Object.fromEntries(differences.filter(([, difference]) => difference !== 0));
}

/** All accounts together, for each currency. */
export function totals(balances: Balances): Balances {
  const sums: Record<string, number> = {};
  for (const [account, balance] of Object.entries(balances)) {
    const currency = currencyOf(account);
    sums[currency] = (sums[currency] ?? 0) + balance;
  }
  return sums;
}

export function currencyOf(account: string): string {
  return account.slice(account.lastIndexOf(' ') + 1);
}
