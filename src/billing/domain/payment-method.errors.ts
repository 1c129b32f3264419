import { DomainError } from '../../kernel/domain/domain-error.ts';

export class PaymentMethodNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'payment_method_not_found';

  constructor() {
    super('There is no such payment method.');
  }
}

export class PaymentMethodRequired extends DomainError {
  static override readonly kind = 'payment_required';
  static override readonly code = 'payment_method_required';

  constructor(paymentId: string, purpose: string, reference: string) {
    super('Name a payment method: none is saved as the default.', { paymentId, purpose, reference });
  }
}

export class PaymentMethodDeclined extends DomainError {
  static override readonly kind = 'payment_required';
  static override readonly code = 'payment_method_declined';

  constructor(reason: string, message: string) {
    super(message, { reason });
  }
}

/** Somebody has deleted the customer at the provider. Who meets it forgets the customer, who is introduced anew then. */
export class CustomerGone extends Error {}
