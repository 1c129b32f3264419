import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Courses } from '../domain/courses.ts';

/** As many as one transaction should hold. */
const BATCH = 50;

/** Takes the next of an instructor's courses off sale and out of review. @returns whether there may be others */
export class ArchiveCoursesOf extends Command<boolean> {
  constructor(readonly instructorId: string) {
    super();
  }
}

@CommandHandler(ArchiveCoursesOf)
export class ArchiveCoursesOfHandler implements ICommandHandler<ArchiveCoursesOf> {
  constructor(private readonly courses: Courses) {}

  async execute({ instructorId }: ArchiveCoursesOf): Promise<boolean> {
    const courses = await this.courses.lockOffered(instructorId, BATCH);
    for (const course of courses) course.archive();
    return courses.length === BATCH;
  }
}
