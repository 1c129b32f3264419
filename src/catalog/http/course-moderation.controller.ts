import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { type Command, CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { text } from '../../kernel/http/text.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { ApproveCourse } from '../commands/approve-course.ts';
import { RejectCourse } from '../commands/reject-course.ts';
import { CourseNotFound, CourseNotInReview } from '../domain/course.errors.ts';
import { FileInfected, FileNotScanned } from '../domain/file.errors.ts';
import { authoredCourseView, authoredListView } from '../queries/course.view.ts';
import { GetAuthoredCourse } from '../queries/get-authored-course.ts';
import { coursesToReviewQuery, ListCoursesToReview } from '../queries/list-courses-to-review.ts';

const version = z.int().min(1).max(2_147_483_647).optional().describe('as you read it: a later one is refused');

const approveRequest = z.strictObject({ version }).optional().meta({ id: 'ApproveCourse' });
const rejectRequest = z
  .strictObject({
    reason: text().trim().min(1).max(2_000).describe('for its author').meta({ example: 'Lesson 3 has no text.' }),
    version,
  })
  .meta({ id: 'RejectCourse' });

@ApiTags('catalog')
@Controller('api/admin/courses')
@Requires('courses:moderate')
export class CourseModerationController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @ApiOperation({ summary: 'The courses that wait for a review, longest waiting first' })
  @ApiOkResponse({ standardSchema: authoredListView })
  list(@Query({ schema: coursesToReviewQuery }) page: z.infer<typeof coursesToReviewQuery>) {
    return this.queries.execute(new ListCoursesToReview(page));
  }

  @Get(':id')
  @ApiOperation({ summary: 'Any course, with what is drafted' })
  @ApiOkResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound)
  one(@Param('id', { schema: uuid }) courseId: string) {
    return this.queries.execute(new GetAuthoredCourse(courseId));
  }

  @Post(':id/approve')
  @HttpCode(200)
  @ApiOperation({ summary: 'Put what was submitted on sale' })
  @ApiOkResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound, CourseNotInReview, FileInfected, FileNotScanned)
  approve(
    @Param('id', { schema: uuid }) courseId: string,
    @Body({ schema: approveRequest }) read: z.infer<typeof approveRequest>,
  ) {
    return this.after(new ApproveCourse(courseId, read?.version), courseId);
  }

  @Post(':id/reject')
  @HttpCode(200)
  @ApiOperation({ summary: 'Send what was submitted back to its author' })
  @ApiOkResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound, CourseNotInReview)
  reject(
    @Param('id', { schema: uuid }) courseId: string,
    @Body({ schema: rejectRequest }) { reason, version: read }: z.infer<typeof rejectRequest>,
  ) {
    return this.after(new RejectCourse(courseId, reason, read), courseId);
  }

  private async after(command: Command<void>, courseId: string) {
    await this.commands.execute(command);
    return this.queries.execute(new GetAuthoredCourse(courseId));
  }
}
