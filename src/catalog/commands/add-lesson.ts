import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Courses } from '../domain/courses.ts';
import { Markdown } from '../domain/lesson-text.ts';
import { type WrittenLesson, writeLesson } from '../domain/write-lesson.ts';

/** Adds a lesson at the end of a section. @throws CourseNotFound, SectionNotFound, CourseTooLarge */
export class AddLesson extends Command<void> {
  constructor(
    readonly courseId: string,
    readonly instructorId: string,
    readonly sectionId: string,
    readonly lesson: WrittenLesson,
  ) {
    super();
  }
}

@CommandHandler(AddLesson)
export class AddLessonHandler implements ICommandHandler<AddLesson> {
  constructor(
    private readonly courses: Courses,
    private readonly markdown: Markdown,
  ) {}

  async execute({ courseId, instructorId, sectionId, lesson }: AddLesson): Promise<void> {
    const course = await this.courses.lock(courseId, instructorId);
    course.addLesson(sectionId, writeLesson(this.courses, this.markdown, courseId, lesson));
  }
}
