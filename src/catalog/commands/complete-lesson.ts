import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Courses } from '../domain/courses.ts';
import { Enrollments } from '../domain/enrollments.ts';

/** @throws NotEnrolled, LessonNotFound, LessonLocked, QuizNotPassed */
export class CompleteLesson extends Command<void> {
  constructor(
    readonly courseId: string,
    readonly lessonId: string,
    readonly learnerId: string,
    /** What its quiz was passed with, in percent. */
    readonly score: number | null = null,
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

  async execute({ courseId, lessonId, learnerId, score }: CompleteLesson): Promise<void> {
    const enrollment = await this.enrollments.lock(courseId, learnerId);
    const lessons = await this.courses.lessonsOnSale(courseId);
    enrollment.completeLesson(lessonId, lessons, this.clock.now(), score);
  }
}
