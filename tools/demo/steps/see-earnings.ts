import type { Person } from '../person.ts';
import { Surprise } from '../surprise.ts';

interface Balances {
  readonly balances: readonly { readonly currency: string; readonly available: { readonly amount: number } }[];
}

/** @returns what can be paid out, in minor units */
export async function seeEarnings(instructor: Person, currency: string): Promise<number> {
  const { balances } = (await instructor.get<Balances>('/api/payouts/balance')).granted();
  const available = balances.find(balance => balance.currency === currency)?.available.amount;
  if (!available) throw new Surprise(`something in ${currency} to be available`, balances);
  return available;
}
