import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Courses } from '../domain/courses.ts';

/** Takes a course off sale; whoever has it keeps it. @throws CourseNotFound */
export class ArchiveCourse extends Command<void> {
  constructor(
    readonly courseId: string,
    readonly instructorId: string,
  ) {
    super();
  }
}

@CommandHandler(ArchiveCourse)
export class ArchiveCourseHandler implements ICommandHandler<ArchiveCourse> {
  constructor(private readonly courses: Courses) {}

  async execute({ courseId, instructorId }: ArchiveCourse): Promise<void> {
    const course = await this.courses.lock(courseId, instructorId);
    course.archive();
  }
}
