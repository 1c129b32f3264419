import { Body, Controller, Get, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { instant } from '../../kernel/http/instant.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { AgreeOnSplit } from '../commands/agree-on-split.ts';
import { AgreementOutOfTime } from '../domain/agreement.errors.ts';
import { CourseNotFound } from '../domain/course.errors.ts';
import { WHOLE } from '../domain/split.ts';
import { GetSplit, splitQuery } from '../queries/get-split.ts';
import { agreementView, splitView, viewOf } from '../queries/split.view.ts';

const agreeRequest = z
  .strictObject({
    basisPoints: z
      .int()
      .min(0)
      .max(WHOLE)
      .describe("the instructors' part of a sale, in ten-thousandths: 8000 is 80 %")
      .meta({ example: 8_000 }),
    for: z.enum(['course', 'instructor']).describe('this course alone, or each course of its owner'),
    from: instant
      .transform(text => new Date(text))
      .optional()
      .describe('it holds for sales that start from this moment on; at once without it')
      .meta({ example: '2030-01-01T00:00:00Z' }),
  })
  .meta({ id: 'AgreeOnSplit' });

@ApiTags('catalog')
@Controller('api/admin/courses')
export class SplitsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Post(':id/split')
  @Requires('courses:split')
  @ApiOperation({
    summary: 'Agree on another split for a course or its instructor, from a moment on',
    description:
      'What is agreed about a course beats what is agreed about its owner. Purchases that have started keep their split. The same part from the same moment on changes nothing.',
  })
  @ApiCreatedResponse({ standardSchema: agreementView })
  @ApiProblems(CourseNotFound, AgreementOutOfTime)
  async agree(
    @Param('id', { schema: uuid }) courseId: string,
    @Body({ schema: agreeRequest }) { basisPoints, for: scope, from }: z.infer<typeof agreeRequest>,
    @Actor() { userId }: Principal,
  ) {
    return viewOf(await this.commands.execute(new AgreeOnSplit(courseId, scope, basisPoints, from, userId)));
  }

  @Get(':id/split')
  @Requires('finance:read')
  @ApiOperation({
    summary: 'How sales of a course are divided now, and all that was agreed on it, latest beginning first',
  })
  @ApiOkResponse({ standardSchema: splitView })
  @ApiProblems(CourseNotFound)
  one(
    @Param('id', { schema: uuid }) courseId: string,
    @Query({ schema: splitQuery }) page: z.infer<typeof splitQuery>,
  ) {
    return this.queries.execute(new GetSplit(courseId, page));
  }
}
