import { DomainError } from '../../kernel/domain/domain-error.ts';
import { MOST_LESSONS, MOST_SECTIONS, MOST_TEXT } from './curriculum.ts';

export class CourseNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'course_not_found';

  constructor() {
    super('There is no such course.');
  }
}

export class SectionNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'section_not_found';

  constructor() {
    super('The course has no such section.');
  }
}

export class LessonNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'lesson_not_found';

  constructor() {
    super('The course has no such lesson.');
  }
}

export class LessonInTwoPlaces extends DomainError {
  static override readonly kind = 'invalid';
  static override readonly code = 'lesson_in_two_places';

  constructor(lessonId: string) {
    super('A lesson, or a section, has one place in its course.', { id: lessonId });
  }
}

export class CourseTooLarge extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'course_too_large';

  constructor() {
    super(
      `A course has at most ${MOST_SECTIONS} sections, ${MOST_LESSONS} lessons and ${MOST_TEXT} characters of text and quizzes in all of them.`,
    );
  }
}

export class CourseHasNoLessons extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'course_has_no_lessons';

  constructor() {
    super('A course needs a lesson before it can be published.');
  }
}

export class CourseNotInReview extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'course_not_in_review';

  constructor() {
    super('This course does not wait for a review, or it has changed since you read it.');
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

export class NotAnInstructor extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'not_an_instructor';

  constructor(userId: string) {
    super('Courses are taught by instructors, and this is none.', { id: userId });
  }
}

export class PortionsNotWhole extends DomainError {
  static override readonly kind = 'invalid';
  static override readonly code = 'portions_not_whole';

  constructor() {
    super('Name yourself and each of the others once, with portions that sum to 10000.');
  }
}
