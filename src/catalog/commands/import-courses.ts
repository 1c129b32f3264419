import { Logger } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Course } from '../domain/course.ts';
import type { CourseImport } from '../domain/course-import.ts';
import { CourseImports, type RowEnd, type WaitingRow } from '../domain/course-imports.ts';
import { Courses } from '../domain/courses.ts';
import type { Lesson } from '../domain/curriculum.ts';
import { Markdown } from '../domain/lesson-text.ts';
import { type ReadCourse, type RowProblem, readCourseRow } from '../domain/read-course-row.ts';
import { writeLesson } from '../domain/write-lesson.ts';

/** As many as one transaction should hold: it ends with the row that reaches one of them. */
const ROWS_OF_A_BATCH = 200;
const LESSONS_OF_A_BATCH = 2_000;

const NO_ROW: RowProblem[] = [{ column: '', problem: 'It is not a row' }];
const UNREADABLE: RowProblem[] = [{ column: '', problem: 'Azora failed to read it' }];
const KNOWN: RowProblem[] = [{ column: 'externalId', problem: 'This course was imported before' }];

/** A row as a course, or what is wrong with it. */
interface ReadRow {
  readonly number: number;
  readonly read: ReadCourse | RowProblem[];
}

/** Makes drafts of the next rows of an import, and says of the others what is wrong with them. */
export class ImportCourses extends Command<void> {
  constructor(readonly importId: string) {
    super();
  }
}

@CommandHandler(ImportCourses)
export class ImportCoursesHandler implements ICommandHandler<ImportCourses> {
  private readonly logger = new Logger(ImportCourses.name);

  constructor(
    private readonly imports: CourseImports,
    private readonly courses: Courses,
    private readonly markdown: Markdown,
    private readonly clock: Clock,
  ) {}

  async execute({ importId }: ImportCourses): Promise<void> {
    const standing = await this.imports.lock(importId);
    if (!standing || standing.isFinished) return;
    const batch = await this.nextBatch(standing);
    const taken = await this.namesTaken(standing, batch);
    const ends = batch.map(row => this.end(standing, row, taken));
    await this.imports.end(standing, ends);
    const refused = ends.filter(end => 'problems' in end).length;
    standing.advance(ends.length - refused, refused, this.clock.now());
  }

  private async nextBatch(standing: CourseImport): Promise<ReadRow[]> {
    const batch: ReadRow[] = [];
    let lessons = 0;
    for (const row of await this.imports.waiting(standing.id, ROWS_OF_A_BATCH)) {
      const read = this.read(standing, row);
      batch.push({ number: row.number, read });
      if (!Array.isArray(read)) lessons += read.lessonTitles.length;
      if (lessons >= LESSONS_OF_A_BATCH) break;
    }
    return batch;
  }

  /** A row that can not be read, by a mistake of ours, would stop all after it at each attempt. */
  private read({ id, currency }: CourseImport, { number, cells }: WaitingRow): ReadCourse | RowProblem[] {
    try {
      return cells ? readCourseRow(cells, currency) : NO_ROW;
    } catch (error) {
      this.logger.error({ importId: id, number, error }, 'A row of an import could not be read');
      return UNREADABLE;
    }
  }

  private async namesTaken({ instructorId }: CourseImport, batch: readonly ReadRow[]) {
    const names = batch.flatMap(({ read }) => (Array.isArray(read) ? [] : (read.externalId ?? [])));
    return new Set(await this.imports.known(instructorId, names));
  }

  private end(standing: CourseImport, { number, read }: ReadRow, taken: Set<string>): RowEnd {
    if (Array.isArray(read)) return { number, problems: read };
    const { externalId } = read;
    if (externalId && taken.has(externalId)) return { number, problems: KNOWN };
    if (externalId) taken.add(externalId);
    return { number, courseId: this.draft(standing.instructorId, read), externalId };
  }

  private draft(instructorId: string, { offer, lessonTitles }: ReadCourse): string {
    const [courseId, now] = [newId(), this.clock.now()];
    const lessons = this.lessons(courseId, lessonTitles);
    this.courses.add(Course.draft(courseId, instructorId, offer, [{ id: newId(), title: '', lessons }], now));
    return courseId;
  }

  /** None of them says anything yet, so they share one text. */
  private lessons(courseId: string, titles: readonly string[]): Lesson[] {
    if (titles.length === 0) return [];
    const untitled = writeLesson(this.courses, this.markdown, courseId, { title: '', body: '', preview: false });
    return titles.map(title => ({ ...untitled, id: newId(), title }));
  }
}
