import { DomainError } from '../../kernel/domain/domain-error.ts';
import type { PaymentState } from '../billing.contract.ts';

export class PaymentNotRefundable extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'payment_not_refundable';

  constructor(state: PaymentState, message = 'Only a payment that has succeeded can be refunded.') {
    super(message, { state });
  }
}

export class RefundAmountUneven extends DomainError {
  static override readonly kind = 'invalid';
  static override readonly code = 'refund_amount_uneven';

  /** @param step minor units */
  constructor(step: number) {
    super(`Cards are given back this currency in steps of ${step} minor units.`, { step });
  }
}

export class RefundExceedsPayment extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'refund_exceeds_payment';

  /** @param available minor units that are neither refunded nor about to be */
  constructor(available: number) {
    super('No more is left of this payment to be refunded.', { available });
  }
}

export class PaymentIsDisputed extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'payment_disputed';

  /** @param available minor units that are neither disputed nor refunded nor about to be */
  constructor(available: number) {
    super("The payer's bank has taken this back: what is disputed can not be refunded too.", { available });
  }
}

export class RefundWindowOver extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'refund_window_over';

  constructor(days: number) {
    super(`A course can be given back within ${days} days. Ask the support.`, { days });
  }
}
