import { DomainError } from '../../kernel/domain/domain-error.ts';
import type { DisputeState } from '../billing.contract.ts';

export class DisputeNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'dispute_not_found';

  constructor() {
    super('There is no such dispute.');
  }
}

export class DisputeNotAnswerable extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'dispute_not_answerable';

  constructor(state: DisputeState) {
    super('A dispute is answered once, while it needs a response. An inquiry is answered at Stripe.', { state });
  }
}
