import { Command, CommandHandler, type ICommandHandler, QueryBus } from '@nestjs/cqrs';
import { GetAccount } from '../../identity/identity.contract.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { Certificate, Certificates } from '../domain/certificate.ts';
import { Courses } from '../domain/courses.ts';
import type { Enrollment } from '../domain/enrollment.ts';
import { Enrollments } from '../domain/enrollments.ts';

/** With the last one the learner gets their certificate. @throws NotEnrolled, LessonNotFound, LessonLocked, QuizNotPassed */
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
    private readonly certificates: Certificates,
    private readonly queries: QueryBus,
    private readonly clock: Clock,
  ) {}

  async execute({ courseId, lessonId, learnerId, score }: CompleteLesson): Promise<void> {
    const enrollment = await this.enrollments.lock(courseId, learnerId);
    const lessons = await this.courses.lessonsOnSale(courseId);
    if (enrollment.completeLesson(lessonId, lessons, this.clock.now(), score)) await this.certify(enrollment);
  }

  private async certify({ id, courseId, learnerId }: Enrollment): Promise<void> {
    const { title } = await this.courses.get(courseId);
    const account = await this.queries.execute(new GetAccount(learnerId));
    this.certificates.add(Certificate.issue(id, title, account?.name ?? null));
  }
}
