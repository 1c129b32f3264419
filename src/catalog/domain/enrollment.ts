import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { CourseCompleted, EnrollmentEnded, LearnerEnrolled, LessonCompleted } from '../catalog.contract.ts';
import { LessonNotFound } from './course.errors.ts';

/** Why a learner may learn. */
export type Grounds = 'purchase';

/** A learner's place in a course. */
export class Enrollment extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly courseId: string,
    readonly learnerId: string,
    readonly grounds: Grounds,
    readonly enrolledAt: Date,
    private _completedLessons: readonly string[],
    private _completedAt: Date | null,
    private _endedAt: Date | null,
  ) {
    super();
  }

  static enroll(id: string, courseId: string, learnerId: string, grounds: Grounds, now: Date): Enrollment {
    const enrollment = new Enrollment(id, courseId, learnerId, grounds, now, [], null, null);
    enrollment.record(new LearnerEnrolled(id, courseId, learnerId));
    return enrollment;
  }

  get completedLessons(): readonly string[] {
    return this._completedLessons;
  }

  get completedAt(): Date | null {
    return this._completedAt;
  }

  /** Since when the learner has no place any more; null while they have. */
  get endedAt(): Date | null {
    return this._endedAt;
  }

  /**
   * @param lessonIds the lessons of the course
   * @returns what of them is completed, from 0 to 1
   */
  progressIn(lessonIds: readonly string[]): number {
    return lessonIds.filter(id => this._completedLessons.includes(id)).length / lessonIds.length;
  }

  /** What the learner has completed is kept for their return. */
  end(now: Date): void {
    if (this._endedAt) return;
    this._endedAt = now;
    this.record(new EnrollmentEnded(this.id, this.courseId, this.learnerId));
  }

  /** The learner is back, and goes on where they stopped: a course is completed once, however often it is bought. */
  resume(): void {
    if (!this._endedAt) return;
    this._endedAt = null;
    this.record(new LearnerEnrolled(this.id, this.courseId, this.learnerId));
  }

  /**
   * Counts a lesson once. With the last one the course is complete, once.
   * @param lessonIds the lessons of the course
   * @throws LessonNotFound
   */
  completeLesson(lessonId: string, lessonIds: readonly string[], now: Date): void {
    if (!lessonIds.includes(lessonId)) throw new LessonNotFound();
    if (!this._completedLessons.includes(lessonId)) {
      this._completedLessons = [...this._completedLessons, lessonId];
      this.record(new LessonCompleted(this.courseId, lessonId, this.learnerId));
    }
    if (this._completedAt === null && lessonIds.every(id => this._completedLessons.includes(id))) {
      this._completedAt = now;
      this.record(new CourseCompleted(this.courseId, this.learnerId));
    }
  }
}
