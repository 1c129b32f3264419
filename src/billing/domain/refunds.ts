import type { Refund } from './refund.ts';

export abstract class Refunds {
  abstract add(refund: Refund): void;

  /** All of a payment. They change under the lock of their payment only, so take that first. */
  abstract of(paymentId: string): Promise<Refund[]>;
}
