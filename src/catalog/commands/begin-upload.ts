import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Courses } from '../domain/courses.ts';
import { LessonFile } from '../domain/lesson-file.ts';
import { LessonFiles } from '../domain/lesson-files.ts';

/**
 * Says that a file is about to be stored, so that it is found again whatever becomes of the upload.
 * @throws CourseNotFound, LessonNotFound
 */
export class BeginUpload extends Command<void> {
  constructor(
    readonly fileId: string,
    readonly instructorId: string,
    /** As its sender calls it. */
    readonly name: string,
    /** Undefined when the course comes with it. */
    readonly lesson?: { readonly courseId: string; readonly lessonId: string },
  ) {
    super();
  }
}

@CommandHandler(BeginUpload)
export class BeginUploadHandler implements ICommandHandler<BeginUpload> {
  constructor(
    private readonly courses: Courses,
    private readonly files: LessonFiles,
    private readonly clock: Clock,
  ) {}

  async execute({ fileId, instructorId, name, lesson }: BeginUpload): Promise<void> {
    if (lesson) (await this.courses.get(lesson.courseId, instructorId)).assertHas(lesson.lessonId);
    this.files.add(LessonFile.begin(fileId, instructorId, name, this.clock.now()));
  }
}
