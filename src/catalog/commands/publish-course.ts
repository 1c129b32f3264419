import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { assertPublishable } from '../domain/assert-publishable.ts';
import { Courses } from '../domain/courses.ts';
import { LessonFiles } from '../domain/lesson-files.ts';
import { Moderation } from '../domain/moderation.ts';
import { Scanning } from '../domain/virus-scanner.ts';

/** Puts what is drafted on sale, or up for review where there is one. @throws CourseNotFound, CourseHasNoLessons, FileInfected, FileNotScanned */
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
    private readonly files: LessonFiles,
    private readonly scanning: Scanning,
    private readonly moderation: Moderation,
    private readonly clock: Clock,
  ) {}

  async execute({ courseId, instructorId }: PublishCourse): Promise<void> {
    const course = await this.courses.lock(courseId, instructorId);
    await assertPublishable(this.files, this.scanning, course);
    const release = course.publish(this.moderation.required, this.clock.now());
    if (release) this.courses.addRelease(release);
  }
}
