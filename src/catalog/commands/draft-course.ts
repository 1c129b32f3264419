import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Course, type Lesson, type Offer } from '../domain/course.ts';
import { Courses } from '../domain/courses.ts';

export class DraftCourse extends Command<void> {
  constructor(
    readonly courseId: string,
    readonly instructorId: string,
    readonly offer: Offer,
    readonly lessons: readonly Omit<Lesson, 'id'>[],
  ) {
    super();
  }
}

@CommandHandler(DraftCourse)
export class DraftCourseHandler implements ICommandHandler<DraftCourse> {
  constructor(
    private readonly courses: Courses,
    private readonly clock: Clock,
  ) {}

  async execute({ courseId, instructorId, offer, lessons }: DraftCourse): Promise<void> {
    const numbered = lessons.map(lesson => ({ id: newId(), ...lesson }));
    this.courses.add(Course.draft(courseId, instructorId, offer, numbered, this.clock.now()));
  }
}
