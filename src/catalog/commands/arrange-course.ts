import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { newId } from '../../kernel/domain/ids.ts';
import type { ArrangedSection } from '../domain/course.ts';
import { Courses } from '../domain/courses.ts';

/** Orders, names and drops sections and lessons. @throws CourseNotFound, LessonNotFound, LessonInTwoPlaces, CourseTooLarge */
export class ArrangeCourse extends Command<void> {
  constructor(
    readonly courseId: string,
    readonly instructorId: string,
    /** One without an id is new. */
    readonly sections: readonly (Omit<ArrangedSection, 'id'> & { readonly id?: string })[],
  ) {
    super();
  }
}

@CommandHandler(ArrangeCourse)
export class ArrangeCourseHandler implements ICommandHandler<ArrangeCourse> {
  constructor(private readonly courses: Courses) {}

  async execute({ courseId, instructorId, sections }: ArrangeCourse): Promise<void> {
    const course = await this.courses.lock(courseId, instructorId);
    course.arrange(sections.map(({ id = newId(), ...section }) => ({ id, ...section })));
  }
}
