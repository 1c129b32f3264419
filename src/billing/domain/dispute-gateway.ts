import type { DisputeFunds, DisputeState } from '../billing.contract.ts';

/** A dispute as its provider sees it. */
export interface ProviderDispute {
  readonly id: string;
  /** Minor units of `currency`. */
  readonly amount: number;
  readonly currency: string;
  /** In the provider's words: `fraudulent`, `product_not_received`. */
  readonly reason: string;
  readonly state: DisputeState;
  readonly funds: DisputeFunds;
  /** What the provider took when the funds were withdrawn, in minor units of `currency`; null until that is settled. */
  readonly fee: number | null;
  /** The same for their return: below zero when the provider gave its fee back. */
  readonly returnedFee: number | null;
  readonly evidenceDueAt: Date | null;
  readonly openedAt: Date;
}

/** What tells of disputes. Banks make them, we only hear of them. */
export abstract class DisputeGateway {
  /** Every dispute of a payment. @throws OutcomeUnknown */
  abstract disputesOf(providerPaymentId: string): Promise<ProviderDispute[]>;
}
