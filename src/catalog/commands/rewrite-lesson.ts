import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Courses } from '../domain/courses.ts';
import { Markdown } from '../domain/lesson-text.ts';
import { type WrittenLesson, writeLesson } from '../domain/write-lesson.ts';

/** Gives a lesson another title and text, in its place. Who has completed it has completed it. @throws CourseNotFound, LessonNotFound, CourseTooLarge */
export class RewriteLesson extends Command<void> {
  constructor(
    readonly courseId: string,
    readonly instructorId: string,
    readonly lessonId: string,
    readonly lesson: WrittenLesson,
  ) {
    super();
  }
}

@CommandHandler(RewriteLesson)
export class RewriteLessonHandler implements ICommandHandler<RewriteLesson> {
  constructor(
    private readonly courses: Courses,
    private readonly markdown: Markdown,
  ) {}

  async execute({ courseId, instructorId, lessonId, lesson }: RewriteLesson): Promise<void> {
    const course = await this.courses.lock(courseId, instructorId);
    course.rewriteLesson(writeLesson(this.courses, this.markdown, courseId, lesson, lessonId));
  }
}
