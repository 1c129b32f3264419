import type { Enrollment } from './enrollment.ts';

export abstract class Enrollments {
  abstract add(enrollment: Enrollment): void;

  abstract exists(courseId: string, learnerId: string): Promise<boolean>;

  /** Locked until the transaction ends. @throws NotEnrolled */
  abstract lock(courseId: string, learnerId: string): Promise<Enrollment>;
}
