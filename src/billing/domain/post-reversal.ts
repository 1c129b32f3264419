import type { Entry, Ledger, Posting } from '../../kernel/domain/ledger.ts';
import type { Earnings } from './earning.ts';
import { type Standings, standingsOf } from './standing.ts';

/**
 * Posts what takes back parts of a sale, or gives them back again, and keeps true with it what payees earned by that sale.
 * Everything that reverses a sale goes through here.
 * @param posting what is posted, as the payees stand
 */
export async function postReversal(
  ledger: Ledger,
  earnings: Earnings,
  paymentId: string,
  reversal: readonly Entry[],
  posting: (standings: Standings) => Posting,
): Promise<void> {
  await ledger.post(posting(await standingsOf(ledger, reversal)));
  await earnings.reverse(paymentId, reversal);
}
