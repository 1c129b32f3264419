/** What the provider made of an amount in whose currency it keeps no balance: a fact of that moment, which never changes. */
export interface Exchange {
  /** The currency of the balance, and of the fee. */
  readonly currency: string;
  /** The amount in that currency, before the fee, in minor units. */
  readonly gross: number;
  /** As the provider gives it; null when it does not. */
  readonly rate: number | null;
}
