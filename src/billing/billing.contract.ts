import { Command } from '@nestjs/cqrs';
import { z } from 'zod';
import { DomainEvent } from '../kernel/domain/domain-event.ts';
import type { Money } from '../kernel/domain/money.ts';
import { moneyView } from '../kernel/http/money.view.ts';
import { uuid } from '../kernel/http/uuid.ts';
import {
  AlreadyPaid,
  OutcomeUnknown,
  PaymentDeclined,
  PaymentInProgress,
  PaymentNotFound,
  PaymentVoided,
  TooManyCharges,
} from './domain/payment.errors.ts';
import { PaymentMethodNotFound, PaymentMethodRequired } from './domain/payment-method.errors.ts';

/** What a payment can be for. The context that sells it names it and prices it. */
export const PURPOSES = ['course_purchase'] as const;
export type Purpose = (typeof PURPOSES)[number];

/**
 * `pending → requires_action → processing → succeeded | failed | canceled`; `unknown` while the provider has not said
 * what became of a charge; `voided` when whoever asked for it has taken that back.
 */
export const PAYMENT_STATES = [
  'pending',
  'requires_action',
  'processing',
  'unknown',
  'failed',
  'canceled',
  'voided',
  'succeeded',
] as const;
export type PaymentState = (typeof PAYMENT_STATES)[number];

/** `pending → succeeded | failed`; `unknown` while the provider has not said what became of it. */
export const REFUND_STATES = ['pending', 'unknown', 'succeeded', 'failed'] as const;
export type RefundState = (typeof REFUND_STATES)[number];

export const REFUND_REASONS = ['requested_by_customer', 'duplicate', 'fraudulent', 'other'] as const;
export type RefundReason = (typeof REFUND_REASONS)[number];

/** `inquiry → needs_response → under_review → won | lost`. An inquiry that the bank closes is won: no money has moved. */
export const DISPUTE_STATES = ['inquiry', 'needs_response', 'under_review', 'won', 'lost'] as const;
export type DisputeState = (typeof DISPUTE_STATES)[number];

/** Where the money of a dispute is: still with us, taken by the bank, or with us again. */
export const DISPUTE_FUNDS = ['kept', 'withdrawn', 'returned'] as const;
export type DisputeFunds = (typeof DISPUTE_FUNDS)[number];

/**
 * `pending → paid | failed`; `unknown` while the provider has not said what became of it; `reversed` when the provider has
 * taken back all of one that was paid.
 */
export const PAYOUT_STATES = ['pending', 'unknown', 'paid', 'failed', 'reversed'] as const;
export type PayoutState = (typeof PAYOUT_STATES)[number];

/** Whether a payee's account can receive: `ready`, or being set up, or kept from it by the provider. */
export const PAYOUT_ACCOUNT_STATES = ['onboarding', 'restricted', 'ready'] as const;
export type PayoutAccountState = (typeof PAYOUT_ACCOUNT_STATES)[number];

/** What of a payment is somebody else's, in minor units of its currency. The rest is the platform's income. */
export interface Share {
  readonly payeeId: string;
  readonly amount: number;
  /** The agreed part of the base, in ten-thousandths; kept, like base and portion, to explain the share. */
  readonly basisPoints?: number;
  /** What of the payment was divided, in minor units; all of it where nothing is said. */
  readonly base?: number;
  /** This payee's portion of the agreed part, in ten-thousandths; all of it where nothing is said. */
  readonly portion?: number;
}

/** A payer's word to charge a payment method. */
export interface Submission {
  /** A saved one by its id, or any by the provider's; absent, the one that is being charged already, else their default. */
  readonly paymentMethod?: string | undefined;
  /** The request it came with: a repeat of it after a decline hears of the decline and charges nothing. */
  readonly operationId: string;
  /** The payer is away. If the bank wants to ask them, the payment is `requires_action` and PaymentActionRequired is told. */
  readonly offSession?: boolean;
}

/**
 * Asks for an amount, in the sender's transaction. There is one live payment for a purpose and reference: asking again
 * answers the one that stands, whatever became of it.
 * @throws PaymentMethodNotFound
 */
export class RequestPayment extends Command<{ paymentId: string; paymentState: PaymentState }> {
  constructor(
    readonly payerId: string,
    readonly purpose: Purpose,
    /** The id, in the context that sells, of what is paid for. */
    readonly reference: string,
    readonly amount: Money,
    readonly shares: readonly Share[],
    /** For people, on receipts. */
    readonly description: string,
    /** What to charge, and on whose request; without it, or without a default to charge, the payer says so later. */
    readonly submission?: Submission,
    /** The id of what is sold, e.g. a course, by which reports put its sales together. */
    readonly subject?: string,
  ) {
    super();
  }
}

/** How a client names a payment method that it has from Stripe. */
export const providerMethodInput = z
  .string()
  .max(100)
  .regex(/^pm_\w+$/)
  .describe("the provider's id of a payment method, as Stripe.js makes it; its test cards have ids too")
  .meta({ example: 'pm_card_visa' });

/** How a client names what to charge. */
export const paymentMethodInput = z
  .union([uuid, providerMethodInput])
  .describe('the id of a saved payment method, or one that the client has from Stripe')
  .meta({ example: 'pm_card_visa' });

const failureView = z
  .strictObject({ code: z.string().meta({ example: 'card_declined' }), message: z.string() })
  .nullable();

export const paymentView = z
  .strictObject({
    id: z.uuid(),
    purpose: z.enum(PURPOSES),
    reference: z.uuid().describe('the id of what is paid for, e.g. a purchase'),
    description: z.string().meta({ example: 'Course: Compilers from Scratch' }),
    state: z.enum(PAYMENT_STATES),
    amount: moneyView,
    refunded: moneyView.describe('how much of it the payer has back'),
    failure: failureView.describe('why the last attempt failed'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Payment' });

export type PaymentView = z.infer<typeof paymentView>;

export const refundView = z
  .strictObject({
    id: z.uuid(),
    paymentId: z.uuid(),
    amount: moneyView,
    reason: z.enum(REFUND_REASONS),
    note: z.string().nullable().describe('what was said about it; the payer can read it'),
    state: z.enum(REFUND_STATES),
    failure: failureView.describe('why it failed'),
    requestedAt: z.iso.datetime(),
  })
  .meta({ id: 'Refund' });

export type RefundView = z.infer<typeof refundView>;

export const disputeView = z
  .strictObject({
    id: z.uuid(),
    paymentId: z.uuid(),
    amount: moneyView,
    reason: z.string().describe("in Stripe's words").meta({ example: 'product_not_received' }),
    state: z.enum(DISPUTE_STATES),
    funds: z.enum(DISPUTE_FUNDS).describe('whether the bank has taken the money, or returned it'),
    evidenceDueAt: z.iso.datetime().nullable().describe('until when Stripe takes evidence'),
    openedAt: z.iso.datetime(),
    closedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'Dispute' });

export type DisputeView = z.infer<typeof disputeView>;

export const payoutView = z
  .strictObject({
    id: z.uuid(),
    amount: moneyView,
    state: z.enum(PAYOUT_STATES),
    reversed: moneyView.describe('how much of it Stripe has taken back; it is owed to the payee again'),
    failure: failureView.describe('why it failed; the amount is owed to the payee again'),
    requestedAt: z.iso.datetime(),
    runId: z.uuid().nullable().describe('the run it was paid in; null when the payee asked for it'),
  })
  .meta({ id: 'Payout' });

export type PayoutView = z.infer<typeof payoutView>;

export const paymentDetailView = paymentView
  .extend({
    refunds: z.array(refundView).describe('oldest first'),
    disputes: z.array(disputeView).describe('oldest first'),
  })
  .meta({ id: 'PaymentDetail' });

export type PaymentDetailView = z.infer<typeof paymentDetailView>;

export const collectionView = z
  .strictObject({
    payment: paymentView,
    clientSecret: z
      .string()
      .nullable()
      .describe('hand it to Stripe.js when the state is `requires_action` (3-D Secure)'),
    nextActionUrl: z.url().nullable().describe('or send the customer here'),
  })
  .meta({ id: 'Collection' });

export type CollectionView = z.infer<typeof collectionView>;

/** What {@link PaymentCollection.pay} refuses for. */
export const COLLECTION_PROBLEMS = [
  AlreadyPaid,
  OutcomeUnknown,
  PaymentDeclined,
  PaymentInProgress,
  PaymentMethodNotFound,
  PaymentMethodRequired,
  PaymentNotFound,
  PaymentVoided,
  TooManyCharges,
];

/** What {@link PaymentCollection.pay} refuses for where it knows of nothing to charge. */
export { PaymentMethodRequired };

/** Charges requested payments. It calls the provider, so no transaction may be open. */
export abstract class PaymentCollection {
  /**
   * Charges what was requested, once, however often and by however many it is called. After a failed attempt it makes a new one.
   * @throws PaymentNotFound when nothing was requested of this payer, PaymentVoided when that was taken back
   * @throws PaymentDeclined when the provider refuses for good
   * @throws PaymentMethodRequired when none is named and none is the default; PaymentMethodNotFound
   * @throws PaymentInProgress while another payment method is being charged, AlreadyPaid
   * @throws TooManyCharges when the payer was charged too often within a day
   * @throws OutcomeUnknown when the provider does not answer; the same operation repeated goes on where this one stopped
   */
  abstract pay(payerId: string, purpose: Purpose, reference: string, submission: Submission): Promise<CollectionView>;

  /**
   * Takes back what was requested, so that nobody can charge it any more: RequestPayment needs another reference then. What
   * waits for the payer at their bank is canceled there.
   * @returns false when it is charged already, or being charged; true for what nobody requested, too
   * @throws OutcomeUnknown when the provider does not answer
   */
  abstract void(purpose: Purpose, reference: string): Promise<boolean>;
}

export class PaymentSucceeded extends DomainEvent {
  static override readonly type = 'billing.payment_succeeded';

  constructor(
    readonly paymentId: string,
    readonly payerId: string,
    readonly purpose: Purpose,
    readonly reference: string,
    readonly description: string,
    /** Minor units of `currency`. */
    readonly amount: number,
    readonly currency: string,
  ) {
    super();
  }
}

/** A payment that succeeded has a receipt. It comes with every PaymentSucceeded, in the same transaction. */
export class ReceiptIssued extends DomainEvent {
  static override readonly type = 'billing.receipt_issued';

  constructor(
    readonly paymentId: string,
    readonly payerId: string,
    /** `2026-000001` */
    readonly number: string,
    readonly description: string,
    /** Minor units of `currency`. */
    readonly amount: number,
    readonly currency: string,
  ) {
    super();
  }
}

/** The bank wants to ask a payer who is away. They have a day: then the payment is `canceled`. */
export class PaymentActionRequired extends DomainEvent {
  static override readonly type = 'billing.payment_action_required';

  constructor(
    readonly paymentId: string,
    readonly payerId: string,
    readonly description: string,
    /** Minor units of `currency`. */
    readonly amount: number,
    readonly currency: string,
  ) {
    super();
  }
}

/** A part of a payment, or all that was left of it, went back to the payer. */
export class PaymentRefunded extends DomainEvent {
  static override readonly type = 'billing.payment_refunded';

  constructor(
    readonly paymentId: string,
    readonly payerId: string,
    readonly purpose: Purpose,
    readonly reference: string,
    readonly description: string,
    /** What this refund gave back, in minor units of `currency`. */
    readonly amount: number,
    readonly currency: string,
    /** Whether the payer has everything back by now, by refunds and lost disputes together. */
    readonly total: boolean,
  ) {
    super();
  }
}

/** The payer's bank has taken a payment back, or a part of it, and may return it. */
export class PaymentDisputed extends DomainEvent {
  static override readonly type = 'billing.payment_disputed';

  constructor(
    readonly paymentId: string,
    readonly payerId: string,
    readonly purpose: Purpose,
    readonly reference: string,
    readonly description: string,
    readonly disputeId: string,
    /** In Stripe's words: `fraudulent`. */
    readonly reason: string,
    /** Minor units of `currency`. */
    readonly amount: number,
    readonly currency: string,
    /** An instant in ISO 8601; null when there is nothing to be said to it. */
    readonly evidenceDueAt: string | null,
  ) {
    super();
  }
}

/** The bank has decided a dispute that had moved money. It comes after the PaymentDisputed of that dispute. */
export class DisputeClosed extends DomainEvent {
  static override readonly type = 'billing.dispute_closed';

  constructor(
    readonly paymentId: string,
    readonly payerId: string,
    readonly purpose: Purpose,
    readonly reference: string,
    readonly description: string,
    readonly disputeId: string,
    /** What was disputed, in minor units of `currency`. */
    readonly amount: number,
    readonly currency: string,
    /** Whether the money stays with us. */
    readonly won: boolean,
    /** Whether the payer has everything back by now, by refunds and lost disputes together. */
    readonly total: boolean,
  ) {
    super();
  }
}

export class PaymentFailed extends DomainEvent {
  static override readonly type = 'billing.payment_failed';

  constructor(
    readonly paymentId: string,
    readonly payerId: string,
    readonly purpose: Purpose,
    readonly reference: string,
    readonly code: string,
  ) {
    super();
  }
}

/** What a payee earned was transferred to their account. */
export class PayoutPaid extends DomainEvent {
  static override readonly type = 'billing.payout_paid';

  constructor(
    readonly payoutId: string,
    readonly payeeId: string,
    /** Minor units of `currency`. */
    readonly amount: number,
    readonly currency: string,
  ) {
    super();
  }
}

/** The provider refused a payout; the payee is owed its amount again. */
export class PayoutFailed extends DomainEvent {
  static override readonly type = 'billing.payout_failed';

  constructor(
    readonly payoutId: string,
    readonly payeeId: string,
    /** Minor units of `currency`. */
    readonly amount: number,
    readonly currency: string,
    /** The provider's code, such as `balance_insufficient`. */
    readonly code: string,
    /** The same for people. */
    readonly reason: string,
  ) {
    super();
  }
}
