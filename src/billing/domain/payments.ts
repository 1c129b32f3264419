import type { Purpose } from '../billing.contract.ts';
import type { Payment } from './payment.ts';

export abstract class Payments {
  abstract add(payment: Payment): void;

  /** Locked until the transaction ends, so that two outcomes are recorded one after the other. @throws PaymentNotFound */
  abstract lock(id: string): Promise<Payment>;

  /** How many charges a payer has asked for since. Whoever else counts theirs waits until the transaction ends. */
  abstract countCharges(payerId: string, since: Date): Promise<number>;

  /** The latest attempt for a purpose and reference, locked. */
  abstract lockLatest(purpose: Purpose, reference: string): Promise<Payment | undefined>;
}
