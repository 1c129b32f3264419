import type { Course } from './course.ts';
import type { Lesson } from './curriculum.ts';
import type { LessonText } from './lesson-text.ts';
import type { Quiz } from './quiz.ts';
import type { Release } from './release.ts';

export abstract class Courses {
  abstract add(course: Course): void;

  abstract addText(text: LessonText): void;

  abstract addQuiz(quiz: Quiz): void;

  abstract addRelease(release: Release): void;

  /**
   * To look at, not to change.
   * @param instructorId only if this is its author; undefined for whoever is
   * @throws CourseNotFound
   */
  abstract get(id: string, instructorId?: string): Promise<Course>;

  /**
   * Locked until the transaction ends: each change waits for the one before.
   * @param instructorId only if this is its author; undefined for whoever is
   * @throws CourseNotFound
   */
  abstract lock(id: string, instructorId?: string): Promise<Course>;

  /** Some of the instructor's courses that are on sale, or wait for a review, locked until the transaction ends. */
  abstract lockOffered(instructorId: string, most: number): Promise<readonly Course[]>;

  /** Each course that somebody teaches besides its owner, locked. From now on, until the transaction ends, nobody names them. */
  abstract lockTaughtWith(userId: string): Promise<readonly Course[]>;

  /** Until the transaction ends nobody of these is forgotten by {@link lockTaughtWith}, which then finds them where they are named now. */
  abstract holdErasureOf(userIds: readonly string[]): Promise<void>;

  /** The lessons that learners have now, in their order. @throws CourseNotFound when it was never published */
  abstract lessonsOnSale(id: string): Promise<readonly Lesson[]>;

  /** @throws QuizNotFound */
  abstract quiz(id: string): Promise<Quiz>;
}
