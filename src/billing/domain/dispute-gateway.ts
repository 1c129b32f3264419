import type { DisputeFunds, DisputeState } from '../billing.contract.ts';
import type { Exchange } from './exchange.ts';

/** What we tell the bank: why the payer is wrong, or nothing, which accepts the loss. */
export interface DisputeAnswer {
  readonly evidence: string | null;
}

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
  /** What the provider took when the funds were withdrawn, in minor units of the currency it settled in; null until that is settled. */
  readonly fee: number | null;
  /** Where it settled in another currency; given with the fee. */
  readonly exchange?: Exchange | null;
  /** The same for their return: below zero when the provider gave its fee back. */
  readonly returnedFee: number | null;
  readonly returnedExchange?: Exchange | null;
  readonly evidenceDueAt: Date | null;
  readonly openedAt: Date;
}

/** What tells of disputes: banks make them, we hear of them and answer once. */
export abstract class DisputeGateway {
  /** Every dispute of a payment. @throws OutcomeUnknown */
  abstract disputesOf(providerPaymentId: string): Promise<ProviderDispute[]>;

  /** Tells the bank, once, however often it is called. One that takes no answer any more is left as it is. @throws OutcomeUnknown */
  abstract answer(providerId: string, answer: DisputeAnswer): Promise<void>;
}
