import { DomainError } from '../../kernel/domain/domain-error.ts';
import type { Opening } from './drip.ts';

/** Tells when it opens, or which lesson has to be completed first. */
export class LessonLocked extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'lesson_locked';

  constructor({ opensAt, waitsFor }: Opening) {
    super('This lesson is not open to you yet.', { opensAt: opensAt?.toISOString() ?? null, waitsFor });
  }
}

/** Whoever is not enrolled does not learn what there is. */
export class NotEnrolled extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'not_enrolled';

  constructor() {
    super('You are not enrolled in such a course.');
  }
}
