import type { Money } from '../../kernel/domain/money.ts';
import type { PaymentState } from '../billing.contract.ts';
import type { Exchange } from './exchange.ts';

/** Why a payment was refused, in the provider's words. */
export interface Failure {
  readonly code: string;
  readonly message: string;
}

/** A payment as its provider sees it. */
export interface ProviderPayment {
  /** Null when the provider refused before it made one. */
  readonly id: string | null;
  readonly state: Exclude<PaymentState, 'unknown'>;
  readonly failure: Failure | null;
  /** What the provider kept, in minor units of the currency it is settled in; null until it is settled. */
  readonly fee: number | null;
  /** Where that is another currency than the payment's. */
  readonly exchange?: Exchange | null;
  /** What sort of payment method was charged (`card`), once there is a charge. */
  readonly method?: string | null;
  readonly clientSecret: string | null;
  readonly nextActionUrl: string | null;
}

/** Whether the bank wants to ask a payer who was away, and has not begun to. */
export function waitsForPayer({ state, clientSecret }: ProviderPayment): boolean {
  return state === 'requires_action' && clientSecret === null;
}

export interface Charge {
  readonly paymentId: string;
  readonly customerId: string;
  readonly amount: Money;
  readonly paymentMethod: string;
  readonly description: string;
  /** The payer is away: where the bank wants to ask them, the payment is `requires_action`, and has no client secret yet. */
  readonly offSession: boolean;
}

/** What collects money. Every request carries a key made of our own ids, so that repeating one never does its work twice. */
export abstract class PaymentGateway {
  /** @throws OutcomeUnknown */
  abstract createCustomer(userId: string, email: string, name: string): Promise<string>;

  /** Forgets who a customer is, with their cards. Deleting one who is gone changes nothing. @throws OutcomeUnknown */
  abstract deleteCustomer(customerId: string): Promise<void>;

  /** Refusals come back as a failed payment. @throws CustomerGone, OutcomeUnknown */
  abstract charge(charge: Charge): Promise<ProviderPayment>;

  /** Has the bank ask the payer, who is there now, about a charge that was tried while they were away. @throws OutcomeUnknown */
  abstract authenticate(providerId: string, paymentMethod: string): Promise<ProviderPayment>;

  /** @throws OutcomeUnknown */
  abstract find(providerId: string): Promise<ProviderPayment>;

  /** For which of our payments it was made; null when for none. @throws OutcomeUnknown */
  abstract paymentIdOf(providerId: string): Promise<string | null>;
  /**
   * Looks for a payment of ours that was begun after a moment, by the id that it carries. Complete at every moment.
   * @param customerId whose it is; without one everybody's are looked through
   * @throws OutcomeUnknown
   */
  abstract search(paymentId: string, customerId: string | null, since: Date): Promise<ProviderPayment | undefined>;

  /** Makes sure that a failed attempt can't succeed later. Answers what it is now. @throws OutcomeUnknown */
  abstract cancel(providerId: string): Promise<ProviderPayment>;
}
