import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Courses } from '../domain/courses.ts';
import type { ReceivedFile } from '../domain/lesson-file.ts';
import { LessonFiles } from '../domain/lesson-files.ts';
import { Scanning } from '../domain/virus-scanner.ts';

/** Gives a lesson the file that has arrived for it. Of two at once the later stays. @throws UploadNotFound, CourseNotFound, LessonNotFound */
export class AttachFile extends Command<void> {
  constructor(
    readonly courseId: string,
    readonly instructorId: string,
    readonly lessonId: string,
    readonly received: ReceivedFile,
  ) {
    super();
  }
}

@CommandHandler(AttachFile)
export class AttachFileHandler implements ICommandHandler<AttachFile> {
  constructor(
    private readonly courses: Courses,
    private readonly files: LessonFiles,
    private readonly scanning: Scanning,
    private readonly clock: Clock,
  ) {}

  async execute({ courseId, instructorId, lessonId, received }: AttachFile): Promise<void> {
    const file = await this.files.lock(received.id, instructorId);
    const course = await this.courses.lock(courseId, instructorId);
    course.attachFile(lessonId, file.receive(courseId, lessonId, received, this.scanning.required, this.clock.now()));
  }
}
