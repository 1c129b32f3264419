import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Offer } from '../domain/course.ts';
import { Courses } from '../domain/courses.ts';

/** Changes what the sales page says. Purchases under way keep the price they started at. @throws CourseNotFound */
export class ReviseCourse extends Command<void> {
  constructor(
    readonly courseId: string,
    readonly instructorId: string,
    readonly offer: Offer,
  ) {
    super();
  }
}

@CommandHandler(ReviseCourse)
export class ReviseCourseHandler implements ICommandHandler<ReviseCourse> {
  constructor(private readonly courses: Courses) {}

  async execute({ courseId, instructorId, offer }: ReviseCourse): Promise<void> {
    const course = await this.courses.lock(courseId, instructorId);
    course.revise(offer);
  }
}
