import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Courses } from '../domain/courses.ts';

/** @throws CourseNotFound, LessonNotFound */
export class RemoveLesson extends Command<void> {
  constructor(
    readonly courseId: string,
    readonly instructorId: string,
    readonly lessonId: string,
  ) {
    super();
  }
}

@CommandHandler(RemoveLesson)
export class RemoveLessonHandler implements ICommandHandler<RemoveLesson> {
  constructor(private readonly courses: Courses) {}

  async execute({ courseId, instructorId, lessonId }: RemoveLesson): Promise<void> {
    const course = await this.courses.lock(courseId, instructorId);
    course.removeLesson(lessonId);
  }
}
