import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../../identity/audit.contract.ts';
import { Courses } from '../domain/courses.ts';

/** Sends what waits for a review back to its author. @throws CourseNotFound, CourseNotInReview */
export class RejectCourse extends Command<void> {
  constructor(
    readonly courseId: string,
    readonly reason: string,
    /** What was read; undefined for whatever there is now. */
    readonly version: number | undefined,
  ) {
    super();
  }
}

@CommandHandler(RejectCourse)
export class RejectCourseHandler implements ICommandHandler<RejectCourse> {
  constructor(
    private readonly courses: Courses,
    private readonly audit: AuditLog,
  ) {}

  async execute({ courseId, reason, version }: RejectCourse): Promise<void> {
    const course = await this.courses.get(courseId);
    course.reject(reason, version);
    await this.audit.record({ action: 'catalog.course_rejected', subject: `course:${courseId}`, after: { reason } });
  }
}
