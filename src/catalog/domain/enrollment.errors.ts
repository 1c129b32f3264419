import { DomainError } from '../../kernel/domain/domain-error.ts';

/** Whoever is not enrolled does not learn what there is. */
export class NotEnrolled extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'not_enrolled';

  constructor() {
    super('You are not enrolled in such a course.');
  }
}
