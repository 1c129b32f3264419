import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import type { Money } from '../../kernel/domain/money.ts';
import { CoursePublished, CourseRevised } from '../catalog.contract.ts';
import { CourseHasNoLessons, CourseNotForSale, CourseNotFound, OwnCourse } from './course.errors.ts';

export const COURSE_STATES = ['draft', 'published'] as const;
export type CourseState = (typeof COURSE_STATES)[number];

export interface Lesson {
  readonly id: string;
  readonly title: string;
  /** Markdown. */
  readonly body: string;
  /** Whether everybody may read it. */
  readonly preview: boolean;
}

/** What its sales page says of a course. */
export interface Offer {
  readonly title: string;
  readonly summary: string;
  readonly price: Money;
}

export class Course extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly instructorId: string,
    /** Its address. It never changes, so that links stay good. */
    readonly slug: string,
    readonly createdAt: Date,
    private _title: string,
    private _summary: string,
    private _price: Money,
    private _lessons: readonly Lesson[],
    private _state: CourseState,
    private _publishedAt: Date | null,
    private _version: number,
  ) {
    super();
  }

  static draft(
    id: string,
    instructorId: string,
    { title, summary, price }: Offer,
    lessons: readonly Lesson[],
    now: Date,
  ): Course {
    return new Course(id, instructorId, slugOf(title, id), now, title, summary, price, lessons, 'draft', null, 1);
  }

  get title(): string {
    return this._title;
  }

  get price(): Money {
    return this._price;
  }

  get lessons(): readonly Lesson[] {
    return this._lessons;
  }

  get state(): CourseState {
    return this._state;
  }

  /** Publishing what is published already changes nothing. @throws CourseHasNoLessons */
  publish(now: Date): void {
    if (this._state === 'published') return;
    if (this._lessons.length === 0) throw new CourseHasNoLessons();
    this._state = 'published';
    this._publishedAt = now;
    this.record(new CoursePublished(this.id, this.instructorId));
  }

  revise({ title, summary, price }: Offer): void {
    this._title = title;
    this._summary = summary;
    this._price = price;
    if (this._state === 'published') this.record(new CourseRevised(this.id));
  }

  /** What is not published is there for its instructor only. @throws CourseNotFound, CourseNotForSale, OwnCourse */
  assertMayBeBoughtBy(learnerId: string): void {
    const isOwn = this.instructorId === learnerId;
    if (this._state !== 'published') throw isOwn ? new CourseNotForSale() : new CourseNotFound();
    if (isOwn) throw new OwnCourse();
  }
}

/** The title in the letters of an address, made unique by the end of the id. */
function slugOf(title: string, id: string): string {
  const letters = title
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-');
  // By code points, so that no letter is cut in two.
  const words = [...letters]
    .slice(0, 80)
    .join('')
    .replace(/^-+|-+$/g, '');
  return `${words || 'course'}-${id.slice(-8)}`;
}
