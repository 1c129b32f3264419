import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Courses } from '../domain/courses.ts';

/** @throws CourseNotFound, CourseHasNoLessons */
export class PublishCourse extends Command<void> {
  constructor(
    readonly courseId: string,
    readonly instructorId: string,
  ) {
    super();
  }
}

@CommandHandler(PublishCourse)
export class PublishCourseHandler implements ICommandHandler<PublishCourse> {
  constructor(
    private readonly courses: Courses,
    private readonly clock: Clock,
  ) {}

  async execute({ courseId, instructorId }: PublishCourse): Promise<void> {
    const course = await this.courses.ofInstructor(courseId, instructorId);
    course.publish(this.clock.now());
  }
}
