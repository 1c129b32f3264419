import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import type { Money } from '../../kernel/domain/money.ts';
import {
  CourseArchived,
  CoursePublished,
  CourseRejected,
  CourseRevised,
  CourseSubmitted,
  InstructorsNamed,
} from '../catalog.contract.ts';
import { assertFits } from './assert-fits.ts';
import {
  CourseHasNoLessons,
  CourseNotForSale,
  CourseNotFound,
  CourseNotInReview,
  LessonInTwoPlaces,
  LessonNotFound,
  OwnCourse,
  PortionsNotWhole,
  SectionNotFound,
} from './course.errors.ts';
import { type AttachedFile, type Lesson, type LessonQuiz, lessonsOf, type Section } from './curriculum.ts';
import { Release } from './release.ts';
import { slugOf } from './slug.ts';
import { MOST_INSTRUCTORS, type Portion, WHOLE } from './split.ts';

export const COURSE_STATES = ['draft', 'in_review', 'published', 'archived'] as const;
export type CourseState = (typeof COURSE_STATES)[number];

export const LEVELS = ['all', 'beginner', 'intermediate', 'advanced'] as const;
export type Level = (typeof LEVELS)[number];

/** What its sales page says of a course. */
export interface Offer {
  readonly title: string;
  readonly summary: string;
  readonly price: Money;
  /** As its author calls it; null without one. */
  readonly category: string | null;
  readonly level: Level;
  /** BCP 47, e.g. `en` or `pt-BR`. */
  readonly language: string;
}

/** A section as its author arranges it: which lessons, under which titles. */
export interface ArrangedSection {
  readonly id: string;
  readonly title: string;
  readonly lessons: readonly Pick<Lesson, 'id' | 'title' | 'preview' | 'opens'>[];
}

/** What an author drafts is seen by nobody until they publish it, and then by all at once. */
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
    private _category: string | null,
    private _level: Level,
    private _language: string,
    private _sections: readonly Section[],
    private _state: CourseState,
    /** Whether its sections are others than those of its latest release. */
    private _edited: boolean,
    /** The number of its latest release; null before the first. */
    private _release: number | null,
    private _publishedAt: Date | null,
    private _submittedAt: Date | null,
    private _rejection: string | null,
    private _version: number,
    /** Who teaches it besides its owner, with their portions of what is the instructors'. */
    private _coInstructors: readonly Portion[],
  ) {
    super();
  }

  static draft(id: string, instructorId: string, offer: Offer, sections: readonly Section[], now: Date): Course {
    const { title, summary, price, category, level, language } = offer;
    assertFits(sections);
    return new Course(
      id,
      instructorId,
      slugOf(title, id),
      now,
      title,
      summary,
      price,
      category,
      level,
      language,
      sections,
      'draft',
      true,
      null,
      null,
      null,
      null,
      1,
      [],
    );
  }

  get title(): string {
    return this._title;
  }

  get price(): Money {
    return this._price;
  }

  /** All who teach it, its owner first, with what of the instructors' part is theirs. */
  get instructors(): readonly Portion[] {
    const given = this._coInstructors.reduce((sum, { portion }) => sum + portion, 0);
    return [{ instructorId: this.instructorId, portion: WHOLE - given }, ...this._coInstructors];
  }

  isTaughtBy(userId: string): boolean {
    return this.instructors.some(({ instructorId }) => instructorId === userId);
  }

  get sections(): readonly Section[] {
    return this._sections;
  }

  get state(): CourseState {
    return this._state;
  }

  /** Since when it waits for a review; null while it does not. */
  get submittedAt(): Date | null {
    return this._submittedAt;
  }

  revise({ title, summary, price, category, level, language }: Offer): void {
    this._title = title;
    this._summary = summary;
    this._price = price;
    this._category = category;
    this._level = level;
    this._language = language;
    if (this._state === 'published') this.record(new CourseRevised(this.id));
  }

  /**
   * Says anew who teaches it, for the sales that start from now on.
   * @param named ten at most, the owner among them; their portions sum to 10,000
   * @throws PortionsNotWhole
   */
  nameInstructors(named: readonly Portion[]): void {
    const isOwner = ({ instructorId }: Portion) => instructorId === this.instructorId;
    const sum = named.reduce((total, { portion }) => total + portion, 0);
    const isEachOnce = new Set(named.map(({ instructorId }) => instructorId)).size === named.length;
    const isWhole = sum === WHOLE && named.every(({ portion }) => portion > 0) && named.length <= MOST_INSTRUCTORS;
    if (!isWhole || !isEachOnce || !named.some(isOwner)) throw new PortionsNotWhole();
    this._coInstructors = named.filter(one => !isOwner(one));
    this.record(
      new InstructorsNamed(
        this.id,
        named.map(({ instructorId }) => instructorId),
      ),
    );
  }

  /** Somebody teaches it no more; their portion is the owner's from now on. */
  dismiss(userId: string): void {
    this._coInstructors = this._coInstructors.filter(({ instructorId }) => instructorId !== userId);
  }

  /** Orders and names sections and lessons anew; a lesson that is not named is dropped. @throws LessonNotFound, LessonInTwoPlaces, CourseTooLarge */
  arrange(arranged: readonly ArrangedSection[]): void {
    const lessons = new Map(lessonsOf(this._sections).map(lesson => [lesson.id, lesson]));
    assertDistinct([...arranged, ...arranged.flatMap(section => section.lessons)]);
    this.edit(
      arranged.map(section => ({
        ...section,
        lessons: section.lessons.map(named => {
          const lesson = lessons.get(named.id);
          if (!lesson) throw new LessonNotFound();
          return { ...lesson, ...named };
        }),
      })),
    );
  }

  /** @throws SectionNotFound, CourseTooLarge */
  addLesson(sectionId: string, lesson: Lesson): void {
    if (!this._sections.some(({ id }) => id === sectionId)) throw new SectionNotFound();
    this.edit(
      this._sections.map(section =>
        section.id === sectionId ? { ...section, lessons: [...section.lessons, lesson] } : section,
      ),
    );
  }

  /** @throws LessonNotFound, CourseTooLarge */
  rewriteLesson(lesson: Lesson): void {
    this.editLesson(lesson.id, present => ({ ...present, ...lesson }));
  }

  /** @param quiz null for none @throws LessonNotFound, CourseTooLarge */
  giveQuiz(lessonId: string, quiz: LessonQuiz | null): void {
    this.editLesson(lessonId, present => ({ ...present, quiz }));
  }

  /** Gives a lesson a file, in the place of the one it has. @throws LessonNotFound */
  attachFile(lessonId: string, file: AttachedFile): void {
    this.editLesson(lessonId, present => ({ ...present, file }));
  }

  /** @throws LessonNotFound */
  detachFile(lessonId: string): void {
    this.editLesson(lessonId, ({ file: _, ...present }) => present);
  }

  /** @throws LessonNotFound */
  removeLesson(lessonId: string): void {
    this.assertHas(lessonId);
    this.editEachSection(lessons => lessons.filter(({ id }) => id !== lessonId));
  }

  /**
   * Puts what is drafted on sale, or up for review first. When there is nothing new it changes nothing.
   * @param moderated whether somebody has to read it before others do
   * @returns what its learners get from now on, if that is something new
   * @throws CourseHasNoLessons
   */
  publish(moderated: boolean, now: Date): Release | undefined {
    if (this._submittedAt || (this._state === 'published' && !this._edited)) return undefined;
    if (lessonsOf(this._sections).length === 0) throw new CourseHasNoLessons();
    if (!moderated || !this._edited) return this.goOnSale(now);
    this._submittedAt = now;
    this._rejection = null;
    if (this._release === null) this._state = 'in_review';
    this.record(new CourseSubmitted(this.id, this.instructorId));
    return undefined;
  }

  /** @param version what was read; another one now is not approved @throws CourseNotInReview */
  approve(version: number | undefined, now: Date): Release | undefined {
    this.assertInReview(version);
    return this.goOnSale(now);
  }

  /** @param version what was read; another one now is not rejected @throws CourseNotInReview */
  reject(reason: string, version: number | undefined): void {
    this.assertInReview(version);
    this.withdraw();
    this._rejection = reason;
    this.record(new CourseRejected(this.id, this.instructorId, this._title, reason));
  }

  /** Takes it off sale. Whoever has it keeps it, and publishing puts it on sale again. */
  archive(): void {
    this.withdraw();
    if (this._state === 'archived') return;
    this._state = 'archived';
    this.record(new CourseArchived(this.id, this.instructorId));
  }

  /** What is not published is there for its instructor only. @throws CourseNotFound, CourseNotForSale, OwnCourse */
  assertMayBeBoughtBy(learnerId: string): void {
    const isOwn = this.isTaughtBy(learnerId);
    if (this._state !== 'published') throw isOwn ? new CourseNotForSale() : new CourseNotFound();
    if (isOwn) throw new OwnCourse();
  }

  /** @throws LessonNotFound */
  assertHas(lessonId: string): void {
    if (!lessonsOf(this._sections).some(({ id }) => id === lessonId)) throw new LessonNotFound();
  }

  private goOnSale(now: Date): Release | undefined {
    const wasOnSale = this._state === 'published';
    const release = this._edited ? new Release(this.id, (this._release ?? 0) + 1, this._sections) : undefined;
    this._release = release?.number ?? this._release;
    this._edited = false;
    this._submittedAt = null;
    this._rejection = null;
    this._state = 'published';
    this._publishedAt ??= now;
    this.record(wasOnSale ? new CourseRevised(this.id) : new CoursePublished(this.id, this.instructorId));
    return release;
  }

  private editLesson(lessonId: string, change: (lesson: Lesson) => Lesson): void {
    this.assertHas(lessonId);
    this.editEachSection(lessons => lessons.map(lesson => (lesson.id === lessonId ? change(lesson) : lesson)));
  }

  private editEachSection(change: (lessons: readonly Lesson[]) => readonly Lesson[]): void {
    this.edit(this._sections.map(section => ({ ...section, lessons: change(section.lessons) })));
  }

  /** What has changed since it was submitted is not what is under review. */
  private edit(sections: readonly Section[]): void {
    assertFits(sections);
    this.withdraw();
    this._sections = sections;
    this._edited = true;
  }

  private withdraw(): void {
    this._submittedAt = null;
    if (this._state === 'in_review') this._state = 'draft';
  }

  private assertInReview(version: number | undefined): void {
    const isOther = version !== undefined && version !== this._version;
    if (!this._submittedAt || isOther) throw new CourseNotInReview();
  }
}

function assertDistinct(things: readonly { readonly id: string }[]): void {
  const seen = new Set<string>();
  for (const { id } of things) {
    if (seen.has(id)) throw new LessonInTwoPlaces(id);
    seen.add(id);
  }
}
