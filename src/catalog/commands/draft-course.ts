import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Course, type Offer } from '../domain/course.ts';
import { Courses } from '../domain/courses.ts';
import type { Lesson, Section } from '../domain/curriculum.ts';
import type { ReceivedFile } from '../domain/lesson-file.ts';
import { LessonFiles } from '../domain/lesson-files.ts';
import { Markdown } from '../domain/lesson-text.ts';
import { Scanning } from '../domain/virus-scanner.ts';
import { type WrittenLesson, writeLesson } from '../domain/write-lesson.ts';

export interface WrittenSection {
  readonly title: string;
  readonly lessons: readonly (WrittenLesson & { readonly file?: ReceivedFile })[];
}

/** @throws CourseTooLarge, UploadNotFound */
export class DraftCourse extends Command<void> {
  constructor(
    readonly courseId: string,
    readonly instructorId: string,
    readonly offer: Offer,
    readonly sections: readonly WrittenSection[],
  ) {
    super();
  }
}

@CommandHandler(DraftCourse)
export class DraftCourseHandler implements ICommandHandler<DraftCourse> {
  constructor(
    private readonly courses: Courses,
    private readonly files: LessonFiles,
    private readonly markdown: Markdown,
    private readonly scanning: Scanning,
    private readonly clock: Clock,
  ) {}

  async execute({ courseId, instructorId, offer, sections }: DraftCourse): Promise<void> {
    const now = this.clock.now();
    const written: Section[] = [];
    for (const { title, lessons } of sections) {
      const added: Lesson[] = [];
      for (const { file, ...lesson } of lessons) {
        const text = writeLesson(this.courses, this.markdown, courseId, lesson);
        added.push(file ? { ...text, file: await this.received(file, courseId, instructorId, text.id, now) } : text);
      }
      written.push({ id: newId(), title, lessons: added });
    }
    this.courses.add(Course.draft(courseId, instructorId, offer, written, now));
  }

  private async received(file: ReceivedFile, courseId: string, instructorId: string, lessonId: string, now: Date) {
    const upload = await this.files.lock(file.id, instructorId);
    return upload.receive(courseId, lessonId, file, this.scanning.required, now);
  }
}
