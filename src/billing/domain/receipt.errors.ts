import { DomainError } from '../../kernel/domain/domain-error.ts';

export class ReceiptNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'receipt_not_found';

  constructor() {
    super('There is no receipt, because this payment has not succeeded.');
  }
}
