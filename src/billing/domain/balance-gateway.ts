/** What a movement of the provider's balance is about, by the names that the ledger's references begin with. */
export const SUBJECTS = ['payment', 'refund', 'dispute', 'payout'] as const;

/** One movement of our balance at the provider, which never changes. */
export interface ProviderTransaction {
  readonly id: string;
  readonly createdAt: Date;
  /** The provider's word for it. */
  readonly type: string;
  /** `other` for what nothing here answers to: its own fees, adjustments, what it pays out to the platform's bank. */
  readonly subject: (typeof SUBJECTS)[number] | 'other';
  /** Our own id of the subject, as far as the provider's object carries it. */
  readonly subjectId: string | null;
  /** The provider's id of it. */
  readonly sourceId: string | null;
  readonly currency: string;
  /** Minor units, before the fee; negative when it leaves. */
  readonly amount: number;
  readonly fee: number;
}

export interface ProviderBalance {
  readonly currency: string;
  /** Minor units, whether available or pending. */
  readonly amount: number;
}

/** What the provider says of our balance. */
export abstract class BalanceGateway {
  /** What moved from one moment up to and with another, a page at a time. @throws OutcomeUnknown */
  abstract transactions(from: Date, until: Date): AsyncIterable<readonly ProviderTransaction[]>;

  /** @throws OutcomeUnknown */
  abstract balances(): Promise<readonly ProviderBalance[]>;
}
