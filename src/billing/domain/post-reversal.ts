import type { Entry, Ledger, Posting } from '../../kernel/domain/ledger.ts';
import type { Earnings } from './earning.ts';
import type { Payment } from './payment.ts';
import { reversalOf } from './reversal.ts';
import { netted, standingsOf } from './standing.ts';

/**
 * Posts what takes back parts of a sale, or gives them back again, and keeps true with it what payees earned by that sale.
 * Everything that reverses a sale goes through here. Payees stay as they are until the transaction ends.
 * @param before what was reversed of the payment before
 * @param posting what is posted, of the entries that follow what is reversed of it now
 */
export async function postReversal(
  ledger: Ledger,
  earnings: Earnings,
  payment: Payment,
  before: number,
  posting: (reversal: readonly Entry[]) => Posting,
): Promise<void> {
  const sale = await ledger.entriesOf(`payment:${payment.id}:sale`);
  const reversal = reversalOf(sale, before, payment.reversed);
  await ledger.post(posting(netted(reversal, await standingsOf(ledger, reversal))));
  await earnings.reverse(payment.id, reversal);
}
