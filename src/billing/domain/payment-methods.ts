/** A card as the provider keeps it for later. */
export interface KeptMethod {
  /** The provider's. */
  readonly id: string;
  readonly brand: string;
  readonly last4: string;
  readonly expiryMonth: number;
  readonly expiryYear: number;
  readonly isDefault: boolean;
}

/** The saved payment methods, as the provider told of them. */
export abstract class PaymentMethods {
  /**
   * The provider's id of what is to be charged.
   * @param named a saved method by its id, or any by the provider's; nothing for the default
   * @returns undefined without a name and a default
   * @throws PaymentMethodNotFound, for somebody else's too
   */
  abstract resolve(userId: string, named?: string): Promise<string | undefined>;

  /**
   * Takes over what the provider answered to a question, unless a later one has been answered or the customer was forgotten.
   * @param question see `Customers.ask`
   * @param kept oldest first, with one default at most
   */
  abstract replace(userId: string, question: number, kept: readonly KeptMethod[]): Promise<void>;
}
