import { DomainEvent } from '../kernel/domain/domain-event.ts';

export class CoursePublished extends DomainEvent {
  static override readonly type = 'catalog.course_published';

  constructor(
    readonly courseId: string,
    readonly instructorId: string,
  ) {
    super();
  }
}

/** What a published course's sales page says has changed. */
export class CourseRevised extends DomainEvent {
  static override readonly type = 'catalog.course_revised';

  constructor(readonly courseId: string) {
    super();
  }
}

/** An author asks for a review of a course, or of changes to one. */
export class CourseSubmitted extends DomainEvent {
  static override readonly type = 'catalog.course_submitted';

  constructor(
    readonly courseId: string,
    readonly instructorId: string,
  ) {
    super();
  }
}

/** A review found something that has to change first. */
export class CourseRejected extends DomainEvent {
  static override readonly type = 'catalog.course_rejected';

  constructor(
    readonly courseId: string,
    readonly instructorId: string,
    readonly title: string,
    /** What has to change, for its author. */
    readonly reason: string,
  ) {
    super();
  }
}

/** Who teaches a course, and has a portion of its sales, is another from now on. */
export class InstructorsNamed extends DomainEvent {
  static override readonly type = 'catalog.instructors_named';

  constructor(
    readonly courseId: string,
    /** The owner among them. */
    readonly instructorIds: readonly string[],
  ) {
    super();
  }
}

/** A course is off sale. Whoever has it keeps it. */
export class CourseArchived extends DomainEvent {
  static override readonly type = 'catalog.course_archived';

  constructor(
    readonly courseId: string,
    readonly instructorId: string,
  ) {
    super();
  }
}

export class CoursePurchased extends DomainEvent {
  static override readonly type = 'catalog.course_purchased';

  constructor(
    readonly purchaseId: string,
    readonly courseId: string,
    readonly learnerId: string,
  ) {
    super();
  }
}

export class LearnerEnrolled extends DomainEvent {
  static override readonly type = 'catalog.learner_enrolled';

  constructor(
    readonly enrollmentId: string,
    readonly courseId: string,
    readonly learnerId: string,
  ) {
    super();
  }
}

/** A learner lost their place, because the money went back. What they have completed is kept. */
export class EnrollmentRevoked extends DomainEvent {
  static override readonly type = 'catalog.enrollment_revoked';

  constructor(
    readonly enrollmentId: string,
    readonly courseId: string,
    readonly learnerId: string,
  ) {
    super();
  }
}

export class LessonCompleted extends DomainEvent {
  static override readonly type = 'catalog.lesson_completed';

  constructor(
    readonly courseId: string,
    readonly lessonId: string,
    readonly learnerId: string,
  ) {
    super();
  }
}

/** Fires once for each learner and course, and tells what it took. */
export class CourseCompleted extends DomainEvent {
  static override readonly type = 'catalog.course_completed';

  constructor(
    readonly courseId: string,
    readonly learnerId: string,
    /** How many there were. */
    readonly lessons: number,
    /** What the quizzes were passed with, in percent, in the order of their lessons. */
    readonly scores: readonly { readonly lessonId: string; readonly percent: number }[],
    /** Whole days since the enrollment. */
    readonly days: number,
  ) {
    super();
  }
}

/** A learner says what a course is worth. */
export class ReviewPosted extends DomainEvent {
  static override readonly type = 'catalog.review_posted';

  constructor(
    readonly reviewId: string,
    readonly courseId: string,
    readonly learnerId: string,
    /** One to five stars. */
    readonly rating: number,
  ) {
    super();
  }
}

/** What is said of a course has changed: by whoever said it, in reply to it, or because it was hidden or restored. */
export class ReviewsChanged extends DomainEvent {
  static override readonly type = 'catalog.reviews_changed';

  constructor(readonly courseId: string) {
    super();
  }
}

/** Some rows of an import have ended, and others wait; for this context only. */
export class CourseImportAdvanced extends DomainEvent {
  static override readonly type = 'catalog.course_import_advanced';

  constructor(
    readonly importId: string,
    /** How many rows have ended. */
    readonly done: number,
  ) {
    super();
  }
}
