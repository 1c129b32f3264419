import type { PayoutAccountState } from '../billing.contract.ts';

/** A payee's account as its provider sees it. */
export interface ProviderAccount {
  readonly id: string;
  readonly state: PayoutAccountState;
  /** What the provider still wants, in its own words (`external_account`). */
  readonly wanted: readonly string[];
}

/** Where a payee is paid out to. */
export interface PayoutAccount {
  readonly providerId: string;
  readonly state: PayoutAccountState;
  /** Its owner was erased: what is still owed is paid to the last cent. */
  readonly isClosed: boolean;
}

export abstract class PayoutAccounts {
  /** Remembers an account. @returns the one that stays: the first one remembered for a user */
  abstract remember(userId: string, providerId: string, now: Date): Promise<string>;

  /** Takes over what the provider said, unless it was asked again since. */
  abstract learn(told: ProviderAccount, askedAt: Date): Promise<void>;

  abstract of(userId: string): Promise<PayoutAccount | undefined>;

  abstract close(userId: string, now: Date): Promise<void>;
}
