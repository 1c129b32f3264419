import type { Course } from './course.ts';

export abstract class Courses {
  abstract add(course: Course): void;

  /** @throws CourseNotFound */
  abstract get(id: string): Promise<Course>;

  /** The course, if the instructor is its author. @throws CourseNotFound */
  abstract ofInstructor(id: string, instructorId: string): Promise<Course>;
}
