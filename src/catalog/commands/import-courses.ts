import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Course } from '../domain/course.ts';
import type { CourseImport } from '../domain/course-import.ts';
import { CourseImports, type RowEnd, type WaitingRow } from '../domain/course-imports.ts';
import { Courses } from '../domain/courses.ts';
import { Markdown } from '../domain/lesson-text.ts';
import { type ReadCourse, type RowProblem, readCourseRow } from '../domain/read-course-row.ts';
import { writeLesson } from '../domain/write-lesson.ts';

/** As many as one transaction should hold. */
const BATCH = 200;

const NO_ROW: RowProblem[] = [{ column: '', problem: 'It is not a row' }];
const KNOWN: RowProblem[] = [{ column: 'externalId', problem: 'This course was imported before' }];

/** Makes drafts of the next rows of an import, and says of the others what is wrong with them. */
export class ImportCourses extends Command<void> {
  constructor(readonly importId: string) {
    super();
  }
}

@CommandHandler(ImportCourses)
export class ImportCoursesHandler implements ICommandHandler<ImportCourses> {
  constructor(
    private readonly imports: CourseImports,
    private readonly courses: Courses,
    private readonly markdown: Markdown,
    private readonly clock: Clock,
  ) {}

  async execute({ importId }: ImportCourses): Promise<void> {
    const standing = await this.imports.lock(importId);
    if (!standing || standing.isFinished) return;
    const rows = await this.imports.waiting(importId, BATCH);
    const read = rows.map(({ cells }) => (cells ? readCourseRow(cells, standing.currency) : NO_ROW));
    const taken = await this.namesTaken(standing, read);
    const ends = rows.map((row, place) => this.end(standing, row, read[place] ?? NO_ROW, taken));
    await this.imports.end(standing, ends);
    const refused = ends.filter(end => 'problems' in end).length;
    standing.advance(ends.length - refused, refused, this.clock.now());
  }

  private async namesTaken({ instructorId }: CourseImport, read: readonly (ReadCourse | RowProblem[])[]) {
    const names = read.flatMap(course => (Array.isArray(course) ? [] : (course.externalId ?? [])));
    return new Set(await this.imports.known(instructorId, names));
  }

  private end(
    standing: CourseImport,
    { number }: WaitingRow,
    read: ReadCourse | RowProblem[],
    taken: Set<string>,
  ): RowEnd {
    if (Array.isArray(read)) return { number, problems: read };
    const { externalId } = read;
    if (externalId && taken.has(externalId)) return { number, problems: KNOWN };
    if (externalId) taken.add(externalId);
    return { number, courseId: this.draft(standing.instructorId, read), externalId };
  }

  private draft(instructorId: string, { offer, lessonTitles }: ReadCourse): string {
    const [courseId, now] = [newId(), this.clock.now()];
    const lessons = lessonTitles.map(title =>
      writeLesson(this.courses, this.markdown, courseId, { title, body: '', preview: false }),
    );
    this.courses.add(Course.draft(courseId, instructorId, offer, [{ id: newId(), title: '', lessons }], now));
    return courseId;
  }
}
