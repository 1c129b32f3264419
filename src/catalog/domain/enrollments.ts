import type { Enrollment } from './enrollment.ts';

export abstract class Enrollments {
  abstract add(enrollment: Enrollment): void;

  /** The learner's enrollment, be it ended or not, locked. */
  abstract find(courseId: string, learnerId: string): Promise<Enrollment | undefined>;

  /** Locked until the transaction ends. @throws NotEnrolled when there is none, or it has ended */
  abstract lock(courseId: string, learnerId: string): Promise<Enrollment>;

  /** Nobody else changes any enrollment of the learner until the transaction ends. */
  abstract lockAllOf(learnerId: string): Promise<void>;
}
