import { availableBalance, heldCurrencies } from './balance.ts';
import type { Call } from './call.ts';
import { payoutBank } from './payout-bank.ts';
import { ownAccount } from './platform-account.ts';
import { sendPayout } from './send-payout.ts';

/** A connected account on the daily schedule is paid out whatever is available. */
export function dailyPayout(call: Call): void {
  const account = ownAccount(call);
  if (account.settings?.payouts?.schedule.interval !== 'daily' || !account.payouts_enabled) return;
  for (const currency of heldCurrencies(call)) {
    const amount = availableBalance(call, currency);
    const bank = payoutBank(account, currency);
    if (amount <= 0 || !bank) continue;
    sendPayout(call, {
      amount,
      currency,
      bank,
      automatic: true,
      description: 'STRIPE PAYOUT',
      metadata: {},
      method: 'standard',
      statement_descriptor: null,
    });
  }
}
