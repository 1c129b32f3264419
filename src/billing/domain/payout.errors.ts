import { DomainError } from '../../kernel/domain/domain-error.ts';
import { Money } from '../../kernel/domain/money.ts';

export class NothingAvailable extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'nothing_available';

  constructor(currency: string) {
    super(`There is nothing in ${currency} to be paid out now.`, { currency });
  }
}

export class PayoutBelowMinimum extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'payout_below_minimum';

  /** @param minimum as `available`, in minor units */
  constructor(minimum: number, available: number, currency: string) {
    super(`A payout is at least ${Money.of(minimum, currency)}.`, { minimum, available, currency });
  }
}

export class PayoutExceedsAvailable extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'payout_exceeds_available';

  /** @param available minor units */
  constructor(available: number, currency: string) {
    super(`No more than ${Money.of(available, currency)} can be paid out now.`, { available, currency });
  }
}

/** What was sold in this currency was settled in another, or has left our balance at the provider. */
export class PayoutCurrencyNotHeld extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'payout_currency_not_held';

  constructor(currency: string) {
    super(`The platform does not hold enough in ${currency} to pay this out. Ask the support.`, { currency });
  }
}

export class PayoutAccountMissing extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'payout_account_missing';

  constructor() {
    super('There is no account to pay out to. Set one up first.');
  }
}

export class PayoutAccountNotReady extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'payout_account_not_ready';

  /** @param state `onboarding` or `restricted` */
  constructor(state: string) {
    super('The account can not receive payouts yet. See what Stripe still wants.', { state });
  }
}

export class PayoutAccountRefused extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'payout_account_refused';

  constructor() {
    super('Stripe does not let this account be set up. Ask the support.');
  }
}

export class PayoutRunNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'payout_run_not_found';

  constructor() {
    super('There is no such run.');
  }
}

/** Whoever loses the race to start a run. */
export class PayoutRunStarted extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'payout_run_started';

  constructor() {
    super('This run has been started already.');
  }
}
