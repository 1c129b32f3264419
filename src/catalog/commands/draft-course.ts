import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Course, type Offer } from '../domain/course.ts';
import { Courses } from '../domain/courses.ts';
import { Markdown } from '../domain/lesson-text.ts';
import { type WrittenLesson, writeLesson } from '../domain/write-lesson.ts';

export interface WrittenSection {
  readonly title: string;
  readonly lessons: readonly WrittenLesson[];
}

/** @throws CourseTooLarge */
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
    private readonly markdown: Markdown,
    private readonly clock: Clock,
  ) {}

  async execute({ courseId, instructorId, offer, sections }: DraftCourse): Promise<void> {
    const now = this.clock.now();
    const written = sections.map(({ title, lessons }) => ({
      id: newId(),
      title,
      lessons: lessons.map(lesson => writeLesson(this.courses, this.markdown, courseId, lesson, now)),
    }));
    this.courses.add(Course.draft(courseId, instructorId, offer, written, now));
  }
}
