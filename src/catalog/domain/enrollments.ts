import type { Enrollment } from './enrollment.ts';

export abstract class Enrollments {
  abstract add(enrollment: Enrollment): void;

  /** Locked until the transaction ends. @throws NotEnrolled */
  abstract lock(courseId: string, learnerId: string): Promise<Enrollment>;
}
