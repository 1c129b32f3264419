import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { Earnings } from '../domain/earning.ts';
import { MoneyLedger } from '../domain/money-ledger.ts';
import { PayoutAccountMissing, PayoutAccountNotReady, PayoutCurrencyNotHeld } from '../domain/payout.errors.ts';
import { Payout, type PayoutCause, Payouts } from '../domain/payout.ts';
import { PayoutAccounts } from '../domain/payout-account.ts';
import { availableOf, PayoutPolicy } from '../domain/payout-policy.ts';
import { payoutOf } from '../domain/payout-postings.ts';

/**
 * Commits that a payee is to be paid out, and takes it from what we owe them. A repeat of the same cause answers the payout
 * that stands.
 * @throws PayoutAccountMissing, PayoutAccountNotReady, NothingAvailable, PayoutExceedsAvailable, PayoutBelowMinimum,
 *   PayoutCurrencyNotHeld
 */
export class RequestPayout extends Command<{ payoutId: string }> {
  constructor(
    readonly payeeId: string,
    readonly currency: string,
    readonly cause: PayoutCause,
    /** Minor units; without it all that is available. */
    readonly amount?: number,
  ) {
    super();
  }
}

@CommandHandler(RequestPayout)
export class RequestPayoutHandler implements ICommandHandler<RequestPayout> {
  constructor(
    private readonly payouts: Payouts,
    private readonly accounts: PayoutAccounts,
    private readonly ledger: MoneyLedger,
    private readonly earnings: Earnings,
    private readonly policy: PayoutPolicy,
    private readonly clock: Clock,
  ) {}

  async execute({ payeeId, currency, cause, amount: wish }: RequestPayout) {
    // First, because a sale, a refund and another payout of the same payee wait for it.
    const payable = await this.ledger.lock(`payable:${payeeId}`, currency);
    const standing = await this.payouts.of(payeeId, currency, cause);
    if (standing) return { payoutId: standing.id };

    const now = this.clock.now();
    const account = await this.accounts.of(payeeId);
    if (!account) throw new PayoutAccountMissing();
    if (account.state !== 'ready') throw new PayoutAccountNotReady(account.state);
    const available = availableOf(payable, await this.earnings.heldOf(payeeId, currency, now));
    const amount = this.policy.decide(Money.of(available, currency), wish, account.isClosed);
    const held = -(await this.ledger.balance('assets:stripe', currency));
    if (held < amount.amount) throw new PayoutCurrencyNotHeld(currency);
    const payout = Payout.request(newId(), payeeId, account.providerId, amount, cause, now);
    this.payouts.add(payout);
    await this.ledger.post(payoutOf(payout, now));
    return { payoutId: payout.id };
  }
}
