import type { Money } from '../../kernel/domain/money.ts';
import type { Failure } from './payment-gateway.ts';
import type { ProviderAccount } from './payout-account.ts';

/** A transfer to a payee's account as its provider sees it: made, or refused. */
export interface ProviderTransfer {
  /** Null when the provider refused before it made one. */
  readonly id: string | null;
  readonly failure: Failure | null;
  /** How much of it was taken back, in minor units. */
  readonly reversed: number;
}

export interface TransferOrder {
  readonly payoutId: string;
  readonly accountId: string;
  readonly amount: Money;
}

/** Where a payee sets up their account, and until when. */
export interface OnboardingLink {
  readonly url: string;
  readonly expiresAt: Date;
}

/** What pays out. What it makes carries a key of our own ids, so that repeating it makes it once. */
export abstract class PayoutGateway {
  /** One for each user. @throws PayoutAccountRefused, OutcomeUnknown */
  abstract openAccount(userId: string, email: string): Promise<string>;

  /** @throws OutcomeUnknown */
  abstract account(accountId: string): Promise<ProviderAccount>;

  /** @throws PayoutAccountRefused, OutcomeUnknown */
  abstract onboardingLink(accountId: string): Promise<OnboardingLink>;

  /** Refusals come back as a transfer that failed. @throws OutcomeUnknown */
  abstract transfer(order: TransferOrder): Promise<ProviderTransfer>;

  /** What was transferred for a payout: one at most. @throws OutcomeUnknown */
  abstract transfersOf(payoutId: string): Promise<ProviderTransfer[]>;
}
