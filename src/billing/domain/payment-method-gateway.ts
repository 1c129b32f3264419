import type { KeptMethod } from './payment-methods.ts';

/** `requires_payment_method → requires_action → processing → succeeded`, or `canceled`. */
export const SETUP_STATES = [
  'requires_payment_method',
  'requires_action',
  'processing',
  'succeeded',
  'canceled',
] as const;

export interface Setup {
  /** The provider's id. */
  readonly id: string;
  readonly state: (typeof SETUP_STATES)[number];
  readonly clientSecret: string | null;
  readonly nextActionUrl: string | null;
  /** The provider's id of the method that is being saved. */
  readonly methodId: string | null;
}

/** Where payment methods are kept. Its acts can be repeated: the second time changes nothing. */
export abstract class PaymentMethodGateway {
  /**
   * Starts to save a method for charges while the customer is away.
   * @param operationId its key, with the customer: the same for each repeat
   * @param methodId saved at once; without it the customer enters one with the client secret
   * @throws PaymentMethodDeclined, CustomerGone, OutcomeUnknown
   */
  abstract setUp(operationId: string, customerId: string, methodId?: string): Promise<Setup>;

  /** Oldest first. @throws CustomerGone, OutcomeUnknown */
  abstract keptFor(customerId: string): Promise<KeptMethod[]>;

  /** @throws PaymentMethodNotFound when it is not kept any more, OutcomeUnknown */
  abstract makeDefault(customerId: string, methodId: string): Promise<void>;

  /** @throws OutcomeUnknown */
  abstract detach(methodId: string): Promise<void>;
}
