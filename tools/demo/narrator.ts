import { inspect, isDeepStrictEqual } from 'node:util';
import { amountOf } from './amount-of.ts';
import { eventually } from './eventually.ts';
import { expectSame } from './expect-same.ts';
import { type Balances, changeBetween, currencyOf, type Ledger, totals } from './ledger.ts';

const NOTHING: Balances = {};

/** Tells the story step by step, and holds the ledger against what each step should have changed in it. */
export class Narrator {
  private readonly ledger: Ledger;
  private readonly startedAt = Date.now();
  private readonly first: Balances;
  private balances: Balances;
  private steps = 0;

  private constructor(ledger: Ledger, balances: Balances) {
    this.ledger = ledger;
    this.first = balances;
    this.balances = balances;
  }

  static async reading(ledger: Ledger): Promise<Narrator> {
    return new Narrator(ledger, await ledger.balances());
  }

  /** @param expected what the step changes in the ledger: nothing more, nothing less */
  readonly step = async <T>(sentence: string, act: () => Promise<T>, expected: Balances = NOTHING): Promise<T> => {
    this.steps += 1;
    console.log(`\n${String(this.steps).padStart(2)}.  ${sentence}`);
    const result = await act();
    await this.readLedger(expected);
    return result;
  };

  balanceOf(account: string): number {
    return this.balances[account] ?? 0;
  }

  /** What all steps together have changed. */
  changeOf(account: string): number {
    return this.balanceOf(account) - (this.first[account] ?? 0);
  }

  conclude(): void {
    const seconds = ((Date.now() - this.startedAt) / 1000).toFixed(1);
    console.log(`\nAll ${this.steps} steps went as told, in ${seconds} s. The ledger balances.`);
  }

  private async readLedger(expected: Balances): Promise<void> {
    const before = this.balances;
    await eventually(
      `the ledger to change by ${inspect(expected)}`,
      async () => changeBetween(before, (this.balances = await this.ledger.balances())),
      change => isDeepStrictEqual(change, expected),
    );
    for (const [currency, total] of Object.entries(totals(this.balances))) {
      expectSame(`all accounts together, in ${currency}`, total, 0);
      for (const [account, balance] of Object.entries(this.balances).filter(([name]) => name.startsWith('clearing:')))
        expectSame(`what waits in ${account}`, balance, 0);
    }
    this.tellChange(expected);
  }

  private tellChange(change: Balances): void {
    const accounts = Object.keys(change);
    console.log(accounts.length === 0 ? '     The ledger is unchanged.' : '     The ledger has changed:');
    for (const account of accounts) {
      const currency = currencyOf(account);
      const name = account.slice(0, -currency.length - 1);
      const difference = amountOf(change[account] ?? 0, currency, 'always');
      const balance = amountOf(this.balanceOf(account), currency);
      console.log(`       ${name.padEnd(44)} ${difference.padStart(12)}   now ${balance.padStart(14)}`);
    }
  }
}
