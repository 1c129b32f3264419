import { DomainError } from '../../kernel/domain/domain-error.ts';

export class ReviewNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'review_not_found';

  constructor() {
    super('There is no such review.');
  }
}

export class AlreadyReviewed extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'already_reviewed';

  constructor() {
    super('You have reviewed this course. Change your review instead.');
  }
}

export class ReviewWithheld extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'review_withheld';

  constructor() {
    super(
      'You have removed a review of this course that was reported or hidden. Ask the support before you post another.',
    );
  }
}

export class TooEarlyToReview extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'too_early_to_review';

  constructor(progress: number) {
    super(`Complete ${progress * 100} % of the lessons before you review the course.`);
  }
}

export class OwnReview extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'own_review';

  constructor() {
    super('Nobody reviews their own course, or reports their own review.');
  }
}
