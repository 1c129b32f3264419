import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { CompleteLesson } from '../commands/complete-lesson.ts';
import { LessonNotFound } from '../domain/course.errors.ts';
import { LessonLocked, NotEnrolled } from '../domain/enrollment.errors.ts';
import { QuizNotPassed } from '../domain/quiz.errors.ts';
import { learningView, ownedCoursePageView } from '../queries/course.view.ts';
import { GetLearning } from '../queries/get-learning.ts';
import { GetProgress } from '../queries/get-progress.ts';
import { ListOwnedCourses, ownedCoursesQuery } from '../queries/list-owned-courses.ts';
import { progressView } from '../queries/progress.view.ts';

@ApiTags('catalog')
@Controller('api/courses')
@Requires('courses:learn')
export class LearningController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('mine')
  @ApiOperation({ summary: 'The courses you are enrolled in, latest first' })
  @ApiOkResponse({ standardSchema: ownedCoursePageView })
  mine(@Query({ schema: ownedCoursesQuery }) page: z.infer<typeof ownedCoursesQuery>, @Actor() actor: Principal) {
    return this.queries.execute(new ListOwnedCourses(actor.userId, page));
  }

  @Get(':id/learn')
  @ApiOperation({ summary: 'The lessons of a course you are enrolled in' })
  @ApiOkResponse({ standardSchema: learningView })
  @ApiProblems(NotEnrolled)
  learn(@Param('id', { schema: uuid }) courseId: string, @Actor() actor: Principal) {
    return this.queries.execute(new GetLearning(courseId, actor.userId));
  }

  @Get(':id/progress')
  @ApiOperation({ summary: 'How far you are in a course, and when its lessons open' })
  @ApiOkResponse({ standardSchema: progressView })
  @ApiProblems(NotEnrolled)
  progress(@Param('id', { schema: uuid }) courseId: string, @Actor() actor: Principal) {
    return this.queries.execute(new GetProgress(courseId, actor.userId));
  }

  @Post(':id/lessons/:lessonId/complete')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Complete a lesson',
    description: 'Counts once, however often it is said. A lesson with a quiz is completed by passing that.',
  })
  @ApiOkResponse({ standardSchema: progressView })
  @ApiProblems(NotEnrolled, LessonNotFound, LessonLocked, QuizNotPassed)
  async complete(
    @Param('id', { schema: uuid }) courseId: string,
    @Param('lessonId', { schema: uuid }) lessonId: string,
    @Actor() actor: Principal,
  ) {
    await this.commands.execute(new CompleteLesson(courseId, lessonId, actor.userId));
    return this.queries.execute(new GetProgress(courseId, actor.userId));
  }
}
