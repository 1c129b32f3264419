import type { Purpose } from '../billing.contract.ts';
import type { Payment } from './payment.ts';

export abstract class Payments {
  abstract add(payment: Payment): void;

  /** Locked until the transaction ends, so that two outcomes are recorded one after the other. @throws PaymentNotFound */
  abstract lock(id: string): Promise<Payment>;

  /** The latest attempt for a purpose and reference, locked. */
  abstract lockLatest(purpose: Purpose, reference: string): Promise<Payment | undefined>;
}
