import type { Entry } from '../../kernel/domain/ledger.ts';
import type { Exchange } from './exchange.ts';

interface Amount {
  /** Minor units; negative when it leaves. */
  readonly amount: number;
  readonly currency: string;
}

/**
 * What an amount and its fee do to Stripe's balance. Where Stripe exchanges it, one currency goes into the exchange account
 * and the other comes out, so that the entries are whole in each.
 */
export function atStripe({ amount, currency }: Amount, fee: number, exchange: Exchange | null): Entry[] {
  const gross = exchange ? Math.sign(amount) * exchange.gross : amount;
  const settled = exchange?.currency ?? currency;
  const entries = [
    ...(exchange ? [{ account: 'exchange:stripe', amount: -amount, currency }] : []),
    { account: 'assets:stripe', amount: fee - gross, currency: settled },
    { account: 'expenses:stripe_fees', amount: -fee, currency: settled },
    ...(exchange ? [{ account: 'exchange:stripe', amount: gross, currency: settled }] : []),
  ];
  return entries.filter(entry => entry.amount !== 0);
}
