import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Public } from '../../identity/access.contract.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { PublicPage } from '../../kernel/http/public-page.decorator.ts';
import { text } from '../../kernel/http/text.ts';
import { CourseArchived, CoursePublished, CourseRevised } from '../catalog.contract.ts';
import { CourseNotFound } from '../domain/course.errors.ts';
import { coursePageView, courseView } from '../queries/course.view.ts';
import { GetCourse } from '../queries/get-course.ts';
import { coursesQuery, ListCourses } from '../queries/list-courses.ts';

@ApiTags('catalog')
@Controller('api/courses')
@Public()
export class CoursesController {
  constructor(private readonly queries: QueryBus) {}

  @Get('list')
  @PublicPage(CoursePublished, CourseRevised, CourseArchived)
  @ApiOperation({ summary: 'The courses on sale, newest first' })
  @ApiOkResponse({ standardSchema: coursePageView })
  list(@Query({ schema: coursesQuery }) page: z.infer<typeof coursesQuery>) {
    return this.queries.execute(new ListCourses(page));
  }

  @Get(':course')
  @PublicPage(CoursePublished, CourseRevised, CourseArchived)
  @ApiOperation({ summary: 'The sales page of a course' })
  @ApiOkResponse({ standardSchema: courseView })
  @ApiProblems(CourseNotFound)
  one(@Param('course', { schema: text().max(200).meta({ example: 'compilers-from-scratch-00000001' }) }) slug: string) {
    return this.queries.execute(new GetCourse(slug));
  }
}
