import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { DAY_MS } from '../../kernel/domain/clock.ts';
import { CourseCompleted, EnrollmentRevoked, LearnerEnrolled, LessonCompleted } from '../catalog.contract.ts';
import { LessonNotFound } from './course.errors.ts';
import type { Lesson } from './curriculum.ts';
import { type Completions, openingsOf } from './drip.ts';
import { LessonLocked } from './enrollment.errors.ts';
import { QuizNotPassed } from './quiz.errors.ts';

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
    private _completions: Completions,
    private _completedAt: Date | null,
    private _endedAt: Date | null,
  ) {
    super();
  }

  static enroll(id: string, courseId: string, learnerId: string, grounds: Grounds, now: Date): Enrollment {
    const enrollment = new Enrollment(id, courseId, learnerId, grounds, now, {}, null, null);
    enrollment.record(new LearnerEnrolled(id, courseId, learnerId));
    return enrollment;
  }

  get completions(): Completions {
    return this._completions;
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
    return lessonIds.filter(id => Object.hasOwn(this._completions, id)).length / lessonIds.length;
  }

  /** What the learner has completed is kept for their return. */
  end(now: Date): void {
    if (this._endedAt) return;
    this._endedAt = now;
    this.record(new EnrollmentRevoked(this.id, this.courseId, this.learnerId));
  }

  /** The learner is back, and goes on where they stopped: a course is completed once, however often it is bought. */
  resume(): void {
    if (!this._endedAt) return;
    this._endedAt = null;
    this.record(new LearnerEnrolled(this.id, this.courseId, this.learnerId));
  }

  /**
   * Counts a lesson once. With the last one the course is complete, once.
   * @param lessons the lessons of the course, in their order
   * @param score what its quiz was passed with, in percent; null when nobody has graded anything
   * @returns whether the course is complete by it
   * @throws LessonNotFound, LessonLocked, QuizNotPassed
   */
  completeLesson(lessonId: string, lessons: readonly Lesson[], now: Date, score: number | null = null): boolean {
    const lesson = lessons.find(({ id }) => id === lessonId);
    if (!lesson) throw new LessonNotFound();
    if (!this._completions[lessonId]) {
      this.assertOpen(lessonId, lessons, now);
      if (lesson.quiz && score === null) throw new QuizNotPassed(lesson.quiz.id);
      this._completions = { ...this._completions, [lessonId]: { at: now.toISOString(), score } };
      this.record(new LessonCompleted(this.courseId, lessonId, this.learnerId));
    }
    if (this._completedAt || !lessons.every(({ id }) => this._completions[id])) return false;
    this._completedAt = now;
    this.record(this.completion(lessons, now));
    return true;
  }

  /** @throws LessonLocked */
  assertOpen(lessonId: string, lessons: readonly Lesson[], now: Date): void {
    const opening = openingsOf(lessons, this, now).get(lessonId);
    if (opening && !opening.open) throw new LessonLocked(opening);
  }

  private completion(lessons: readonly Lesson[], now: Date): CourseCompleted {
    const scores = lessons.flatMap(({ id }) => {
      const percent = this._completions[id]?.score ?? null;
      return percent === null ? [] : [{ lessonId: id, percent }];
    });
    const days = Math.floor((now.getTime() - this.enrolledAt.getTime()) / DAY_MS);
    return new CourseCompleted(this.courseId, this.learnerId, lessons.length, scores, days);
  }
}
