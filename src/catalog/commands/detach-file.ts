import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Courses } from '../domain/courses.ts';

/** Takes its file from a lesson; who learns has it until the next publishing. @throws CourseNotFound, LessonNotFound */
export class DetachFile extends Command<void> {
  constructor(
    readonly courseId: string,
    readonly instructorId: string,
    readonly lessonId: string,
  ) {
    super();
  }
}

@CommandHandler(DetachFile)
export class DetachFileHandler implements ICommandHandler<DetachFile> {
  constructor(private readonly courses: Courses) {}

  async execute({ courseId, instructorId, lessonId }: DetachFile): Promise<void> {
    const course = await this.courses.lock(courseId, instructorId);
    course.detachFile(lessonId);
  }
}
