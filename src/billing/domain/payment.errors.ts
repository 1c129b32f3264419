import { DomainError } from '../../kernel/domain/domain-error.ts';

export class PaymentNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'payment_not_found';

  constructor() {
    super('There is no such payment.');
  }
}

export class AlreadyPaid extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'already_paid';

  constructor(paymentId: string) {
    super('This has been paid for.', { paymentId });
  }
}

export class PaymentInProgress extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'payment_in_progress';

  /** @param paymentId unknown to whoever lost a race to start it */
  constructor(paymentId?: string) {
    super('This is being paid for with another payment method.', { paymentId });
  }
}

/** Whoever asked for it has taken that back. */
export class PaymentVoided extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'payment_voided';

  constructor() {
    super('This can not be paid any more. Buy it anew.');
  }
}

export class PaymentDeclined extends DomainError {
  static override readonly kind = 'payment_required';
  static override readonly code = 'payment_declined';

  constructor(paymentId: string, purpose: string, reference: string, reason: string, message: string) {
    super(message, { paymentId, purpose, reference, reason });
  }
}

export class SharesExceedAmount extends DomainError {
  static override readonly kind = 'invalid';
  static override readonly code = 'shares_exceed_amount';

  constructor() {
    super('The shares of a payment are at most its amount.');
  }
}

export class TooManyCharges extends DomainError {
  static override readonly kind = 'rate_limited';
  static override readonly code = 'too_many_charges';

  constructor(most: number) {
    super(`You can be charged ${most} times within 24 hours. Try again later, or ask the support.`, {
      retryAfter: 3_600,
    });
  }
}

/** The provider did not say what became of a request: it may have had its effect. */
export class OutcomeUnknown extends DomainError {
  static override readonly kind = 'unavailable';
  static override readonly code = 'provider_unavailable';

  /** @param keyIsSpent whether the provider keeps an error as its answer, so that repeating under the key is of no use */
  constructor(readonly keyIsSpent = false) {
    super(
      'The payment provider does not answer. Try again shortly: nothing is charged, given back or paid out twice.',
      { retryAfter: 5 },
    );
  }
}
