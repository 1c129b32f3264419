import { DomainError } from '../../kernel/domain/domain-error.ts';

export class CourseNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'course_not_found';

  constructor() {
    super('There is no such course.');
  }
}

export class CourseHasNoLessons extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'course_has_no_lessons';

  constructor() {
    super('A course needs a lesson before it can be published.');
  }
}

export class CourseNotForSale extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'course_not_for_sale';

  constructor() {
    super('This course is not for sale.');
  }
}

export class OwnCourse extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'own_course';

  constructor() {
    super('An instructor does not buy their own course.');
  }
}
