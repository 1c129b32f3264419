/** Who pays, as the provider knows them. */
export interface Customer {
  readonly userId: string;
  readonly providerId: string;
}

export abstract class Customers {
  /** Remembers a customer; the first one remembered for a user stays. */
  abstract remember(customer: Customer): Promise<void>;

  /** Whoever is another customer by now stays. */
  abstract forget(customer: Customer): Promise<void>;

  /**
   * Numbers a question to the provider about a customer, so that its answer can be told from that to a later one.
   * @returns undefined for nobody's and a forgotten customer
   */
  abstract ask(userId: string): Promise<{ customerId: string; question: number } | undefined>;
}
