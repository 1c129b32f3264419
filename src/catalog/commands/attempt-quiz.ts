import { Command, CommandBus, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Attempts } from '../domain/attempts.ts';
import { Courses } from '../domain/courses.ts';
import { Enrollments } from '../domain/enrollments.ts';
import type { Answers } from '../domain/grade.ts';
import { QuizNotFound } from '../domain/quiz.errors.ts';
import { CompleteLesson } from './complete-lesson.ts';

/** Grades answers to a quiz that learners have now. Passing it completes its lesson. @throws NotEnrolled, QuizNotFound, LessonLocked, NoAttemptsLeft, AnswerDoesNotFit */
export class AttemptQuiz extends Command<void> {
  constructor(
    /** The id of the attempt: a repeat is not another one. */
    readonly operationId: string,
    readonly courseId: string,
    readonly quizId: string,
    readonly learnerId: string,
    readonly answers: Answers,
  ) {
    super();
  }
}

@CommandHandler(AttemptQuiz)
export class AttemptQuizHandler implements ICommandHandler<AttemptQuiz> {
  constructor(
    private readonly courses: Courses,
    private readonly enrollments: Enrollments,
    private readonly attempts: Attempts,
    private readonly commands: CommandBus,
    private readonly clock: Clock,
  ) {}

  async execute({ operationId, courseId, quizId, learnerId, answers }: AttemptQuiz): Promise<void> {
    const enrollment = await this.enrollments.lock(courseId, learnerId);
    if (await this.attempts.has(operationId)) return;
    const lessons = await this.courses.lessonsOnSale(courseId);
    const lesson = lessons.find(({ quiz }) => quiz?.id === quizId);
    if (!lesson) throw new QuizNotFound();
    const now = this.clock.now();
    enrollment.assertOpen(lesson.id, lessons, now);

    const quiz = await this.courses.quiz(quizId);
    const before = await this.attempts.countOf(enrollment.id, quizId);
    const attempt = quiz.attempt(operationId, enrollment.id, before, answers, now);
    this.attempts.add(attempt);
    if (quiz.isPassedWith(attempt.percent))
      await this.commands.execute(new CompleteLesson(courseId, lesson.id, learnerId, attempt.percent));
  }
}
