import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { AuditLog } from '../../identity/audit.contract.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { assertPublishable } from '../domain/assert-publishable.ts';
import { Courses } from '../domain/courses.ts';
import { LessonFiles } from '../domain/lesson-files.ts';
import { Scanning } from '../domain/virus-scanner.ts';

/** Puts what waits for a review on sale. @throws CourseNotFound, CourseNotInReview, FileInfected, FileNotScanned */
export class ApproveCourse extends Command<void> {
  constructor(
    readonly courseId: string,
    /** What was read; undefined for whatever there is now. */
    readonly version: number | undefined,
  ) {
    super();
  }
}

@CommandHandler(ApproveCourse)
export class ApproveCourseHandler implements ICommandHandler<ApproveCourse> {
  constructor(
    private readonly courses: Courses,
    private readonly files: LessonFiles,
    private readonly scanning: Scanning,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ courseId, version }: ApproveCourse): Promise<void> {
    const course = await this.courses.lock(courseId);
    await assertPublishable(this.files, this.scanning, course);
    const release = course.approve(version, this.clock.now());
    if (release) this.courses.addRelease(release);
    await this.audit.record({ action: 'catalog.course_approved', subject: `course:${courseId}` });
  }
}
