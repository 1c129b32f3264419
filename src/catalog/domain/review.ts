import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { ReviewPosted, ReviewsChanged } from '../catalog.contract.ts';
import type { Course } from './course.ts';
import type { Enrollment } from './enrollment.ts';
import { OwnReview, TooEarlyToReview } from './review.errors.ts';

/** One that is `withdrawn` says nothing any more, and keeps another of its author from coming in its place. */
export const REVIEW_STATES = ['visible', 'hidden', 'withdrawn'] as const;
export type ReviewState = (typeof REVIEW_STATES)[number];

/** What the staff says of a review. */
export type ReviewVerdict = 'visible' | 'hidden';

/** How much of a course somebody has to know before they say what it is worth. */
const LEAST_PROGRESS = 0.2;

/** What a learner says of a course. */
export class Review extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly courseId: string,
    readonly learnerId: string,
    readonly instructorId: string,
    readonly postedAt: Date,
    private _rating: number | null,
    private _text: string,
    private _changedAt: Date | null,
    private _state: ReviewState,
    private _reply: string | null,
    private _repliedAt: Date | null,
  ) {
    super();
  }

  /**
   * @param rating one to five stars
   * @param lessonIds the lessons of the course
   * @throws OwnReview, TooEarlyToReview
   */
  static post(
    id: string,
    course: Course,
    enrollment: Enrollment,
    lessonIds: readonly string[],
    rating: number,
    text: string,
    now: Date,
  ): Review {
    const { learnerId } = enrollment;
    if (course.isTaughtBy(learnerId)) throw new OwnReview();
    if (enrollment.progressIn(lessonIds) < LEAST_PROGRESS) throw new TooEarlyToReview(LEAST_PROGRESS);
    const review = new Review(
      id,
      course.id,
      learnerId,
      course.instructorId,
      now,
      rating,
      text,
      null,
      'visible',
      null,
      null,
    );
    review.record(new ReviewPosted(id, course.id, learnerId, rating));
    return review;
  }

  get state(): ReviewState {
    return this._state;
  }

  change(rating: number, text: string, now: Date): void {
    this._rating = rating;
    this._text = text;
    this._changedAt = now;
    this.tell();
  }

  reply(text: string, now: Date): void {
    this._reply = text;
    this._repliedAt = now;
    this.tell();
  }

  withdrawReply(): void {
    this._reply = null;
    this._repliedAt = null;
    this.tell();
  }

  hide(): void {
    if (this._state === 'withdrawn') return;
    this._state = 'hidden';
    this.tell();
  }

  restore(): void {
    this._state = 'visible';
    this.tell();
  }

  /** Its author takes it back, while somebody finds it wrong: what it said goes, and its place stays taken. */
  withdraw(): void {
    this._state = 'withdrawn';
    this._rating = null;
    this._text = '';
    this._reply = null;
    this._repliedAt = null;
    this.tell();
  }

  /** Whoever removes it lets others know. */
  remove(): void {
    this.tell();
  }

  private tell(): void {
    this.record(new ReviewsChanged(this.courseId));
  }
}
