import { DomainError } from '../../kernel/domain/domain-error.ts';

export class CourseAlreadyOwned extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'course_already_owned';

  constructor() {
    super('You own this course already.');
  }
}

export class PurchaseInProgress extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'purchase_in_progress';

  constructor() {
    super('You are buying this course in another window. Try again in a moment.', { retryAfter: 1 });
  }
}

export class PurchaseNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'purchase_not_found';

  constructor() {
    super('There is no such purchase.');
  }
}
