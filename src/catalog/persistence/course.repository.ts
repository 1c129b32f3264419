import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { CourseNotFound } from '../domain/course.errors.ts';
import type { Course } from '../domain/course.ts';
import { Courses } from '../domain/courses.ts';
import { type Lesson, lessonsOf } from '../domain/curriculum.ts';
import type { LessonText } from '../domain/lesson-text.ts';
import { QuizNotFound } from '../domain/quiz.errors.ts';
import type { Quiz } from '../domain/quiz.ts';
import type { Release } from '../domain/release.ts';
import { courseMapping } from './course.mapping.ts';
import { quizMapping } from './quiz.mapping.ts';
import { releaseMapping } from './release.mapping.ts';

@Injectable()
export class CourseRepository extends Courses {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(course: Course): void {
    this.em.persist(course);
  }

  override addText(text: LessonText): void {
    this.em.persist(text);
  }

  override addQuiz(quiz: Quiz): void {
    this.em.persist(quiz);
  }

  override addRelease(release: Release): void {
    this.em.persist(release);
  }

  override get(id: string, instructorId?: string): Promise<Course> {
    return this.one(id, instructorId);
  }

  override lock(id: string, instructorId?: string): Promise<Course> {
    return this.one(id, instructorId, LockMode.PESSIMISTIC_WRITE);
  }

  override async lockOffered(instructorId: string, most: number): Promise<readonly Course[]> {
    const rows = await this.em.execute<{ id: string }[]>(
      `select id from catalog.courses where instructor_id = ? and (state = 'published' or submitted_at is not null)
       order by id limit ? for update`,
      [instructorId, most],
    );
    return this.em.find(courseMapping, { id: rows.map(({ id }) => id) });
  }

  override async lockTaughtWith(userId: string): Promise<Course[]> {
    await this.em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [lockOf(userId)]);
    const rows = await this.em.execute<{ id: string }[]>(
      `select id from catalog.courses where co_instructors <> '[]' and co_instructors @> ?::jsonb`,
      [JSON.stringify([{ instructorId: userId }])],
    );
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    return this.em.find(courseMapping, { id: rows.map(({ id }) => id) }, { lockMode, orderBy: { id: 'asc' } });
  }

  override async holdErasureOf(userIds: readonly string[]): Promise<void> {
    for (const userId of userIds)
      await this.em.execute('select pg_advisory_xact_lock_shared(hashtextextended(?, 0))', [lockOf(userId)]);
  }

  override async lessonsOnSale(id: string): Promise<readonly Lesson[]> {
    const release = await this.em.findOne(releaseMapping, { courseId: id }, { orderBy: { number: 'desc' } });
    if (!release) throw new CourseNotFound();
    return lessonsOf(release.sections);
  }

  override async quiz(id: string): Promise<Quiz> {
    const quiz = await this.em.findOne(quizMapping, { id });
    if (!quiz) throw new QuizNotFound();
    return quiz;
  }

  private async one(id: string, instructorId: string | undefined, lockMode?: LockMode): Promise<Course> {
    const where = instructorId === undefined ? { id } : { id, instructorId };
    const course = await this.em.findOne(courseMapping, where, { lockMode });
    if (!course) throw new CourseNotFound();
    return course;
  }
}

function lockOf(userId: string): string {
  return `courses taught by ${userId}`;
}
