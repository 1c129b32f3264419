/** Who pays, as the provider knows them. */
export interface Customer {
  readonly userId: string;
  readonly providerId: string;
}

export abstract class Customers {
  /** Remembers a customer; the first one remembered for a user stays. */
  abstract remember(customer: Customer): Promise<void>;

  abstract forget(userId: string): Promise<void>;
}
