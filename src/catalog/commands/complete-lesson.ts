import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Courses } from '../domain/courses.ts';
import { Enrollments } from '../domain/enrollments.ts';

export interface Progress {
  readonly courseId: string;
  readonly completedLessons: number;
  readonly lessons: number;
  readonly completedAt: string | null;
}

/** @throws NotEnrolled, LessonNotFound */
export class CompleteLesson extends Command<Progress> {
  constructor(
    readonly courseId: string,
    readonly lessonId: string,
    readonly learnerId: string,
  ) {
    super();
  }
}

@CommandHandler(CompleteLesson)
export class CompleteLessonHandler implements ICommandHandler<CompleteLesson> {
  constructor(
    private readonly courses: Courses,
    private readonly enrollments: Enrollments,
    private readonly clock: Clock,
  ) {}

  async execute({ courseId, lessonId, learnerId }: CompleteLesson): Promise<Progress> {
    const enrollment = await this.enrollments.lock(courseId, learnerId);
    const lessonIds = (await this.courses.lessonsOnSale(courseId)).map(({ id }) => id);
    enrollment.completeLesson(lessonId, lessonIds, this.clock.now());
    return {
      courseId,
      completedLessons: lessonIds.filter(id => enrollment.completedLessons.includes(id)).length,
      lessons: lessonIds.length,
      completedAt: enrollment.completedAt?.toISOString() ?? null,
    };
  }
}
