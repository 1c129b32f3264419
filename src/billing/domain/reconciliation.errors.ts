import { DomainError } from '../../kernel/domain/domain-error.ts';

export class ReconciliationNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'reconciliation_not_found';

  constructor() {
    super('Nothing has been compared for this day yet.');
  }
}

export class PeriodNotOver extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'period_not_over';

  constructor(lastDay: string) {
    super('Only days that are over can be compared.', { lastDay });
  }
}
