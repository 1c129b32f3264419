import type { Money } from '../../kernel/domain/money.ts';
import type { RefundReason, RefundState } from '../billing.contract.ts';
import type { Exchange } from './exchange.ts';
import type { Failure } from './payment-gateway.ts';

/** A refund as its provider sees it. */
export interface ProviderRefund {
  /** Null when the provider refused before it made one. */
  readonly id: string | null;
  /** Our own id; null for a refund that was made at the provider. */
  readonly refundId: string | null;
  readonly amount: number;
  readonly state: Exclude<RefundState, 'unknown'>;
  readonly failure: Failure | null;
  /** What the provider took for it, in minor units of the currency it is settled in; null until it is settled. */
  readonly fee: number | null;
  /** Where that is another currency than the refund's. */
  readonly exchange?: Exchange | null;
}

export interface RefundOrder {
  readonly refundId: string;
  readonly paymentId: string;
  readonly providerPaymentId: string;
  readonly amount: Money;
  readonly reason: RefundReason;
}

/** What gives money back. An order carries a key made of our own id, so that repeating it gives back once. */
export abstract class RefundGateway {
  /** Refusals come back as a failed refund. @throws OutcomeUnknown */
  abstract refund(order: RefundOrder): Promise<ProviderRefund>;

  /** Every refund of a payment, whoever made it. @throws OutcomeUnknown */
  abstract refundsOf(providerPaymentId: string): Promise<ProviderRefund[]>;
}
