import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Idempotent, OperationId } from '../../kernel/http/idempotent.decorator.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { AttemptQuiz } from '../commands/attempt-quiz.ts';
import { LessonLocked, NotEnrolled } from '../domain/enrollment.errors.ts';
import { AnswerDoesNotFit, NoAttemptsLeft, QuizNotFound } from '../domain/quiz.errors.ts';
import { GetAttempt } from '../queries/get-attempt.ts';
import { GetQuiz } from '../queries/get-quiz.ts';
import { attemptsQuery, ListAttempts } from '../queries/list-attempts.ts';
import { attemptPageView, attemptView, quizView } from '../queries/quiz.view.ts';
import { attemptRequest } from './quiz-input.ts';

@ApiTags('catalog')
@Controller('api/courses/:id/quizzes/:quizId')
@Requires('courses:learn')
export class QuizzesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The questions of a quiz, in the order of your next attempt' })
  @ApiOkResponse({ standardSchema: quizView })
  @ApiProblems(NotEnrolled, QuizNotFound, LessonLocked)
  one(
    @Param('id', { schema: uuid }) courseId: string,
    @Param('quizId', { schema: uuid }) quizId: string,
    @Actor() actor: Principal,
  ) {
    return this.queries.execute(new GetQuiz(courseId, quizId, actor.userId));
  }

  @Post('attempts')
  @Idempotent({ optional: true })
  @ApiOperation({
    summary: 'Answer a quiz',
    description:
      'Passing it completes its lesson. An answer that does not fit its question is refused, and no attempt is counted.',
  })
  @ApiCreatedResponse({ standardSchema: attemptView })
  @ApiProblems(NotEnrolled, QuizNotFound, LessonLocked, NoAttemptsLeft, AnswerDoesNotFit)
  async attempt(
    @Param('id', { schema: uuid }) courseId: string,
    @Param('quizId', { schema: uuid }) quizId: string,
    @Body({ schema: attemptRequest }) { answers }: z.infer<typeof attemptRequest>,
    @OperationId() operationId: string,
    @Actor() actor: Principal,
  ) {
    await this.commands.execute(new AttemptQuiz(operationId, courseId, quizId, actor.userId, answers));
    return this.queries.execute(new GetAttempt(courseId, operationId));
  }

  @Get('attempts')
  @ApiOperation({ summary: 'Your attempts at a quiz, latest first' })
  @ApiOkResponse({ standardSchema: attemptPageView })
  @ApiProblems(NotEnrolled, QuizNotFound)
  attempts(
    @Param('id', { schema: uuid }) courseId: string,
    @Param('quizId', { schema: uuid }) quizId: string,
    @Query({ schema: attemptsQuery }) page: z.infer<typeof attemptsQuery>,
    @Actor() actor: Principal,
  ) {
    return this.queries.execute(new ListAttempts(courseId, quizId, actor.userId, page));
  }
}
