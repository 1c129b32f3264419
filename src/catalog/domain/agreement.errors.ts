import { DomainError } from '../../kernel/domain/domain-error.ts';

export class AgreementOutOfTime extends DomainError {
  static override readonly kind = 'invalid';
  static override readonly code = 'agreement_out_of_time';

  constructor(earliest: Date, latest: Date) {
    super('What was sold is sold: an agreement begins now or later, and not after the latest moment.', {
      earliest: earliest.toISOString(),
      latest: latest.toISOString(),
    });
  }
}
