import type { Dispute } from './dispute.ts';

export abstract class Disputes {
  abstract add(dispute: Dispute): void;

  /** Undefined when there is no such dispute. */
  abstract paymentIdOf(disputeId: string): Promise<string | undefined>;

  /** All of a payment. They change under the lock of their payment only, so take that first. */
  abstract of(paymentId: string): Promise<Dispute[]>;
}
