import { Controller, Get, Param, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Public } from '../../identity/access.contract.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { PublicPage } from '../../kernel/http/public-page.decorator.ts';
import { text } from '../../kernel/http/text.ts';
import { CourseArchived, CoursePublished, CourseRevised, ReviewPosted, ReviewsChanged } from '../catalog.contract.ts';
import { CourseNotFound } from '../domain/course.errors.ts';
import { CountCourses, facetsQuery, facetsView } from '../queries/count-courses.ts';
import { coursePageView, courseView } from '../queries/course.view.ts';
import { type CoursesQuery, coursesQuery, type Hit } from '../queries/courses-query.ts';
import { GetCourse } from '../queries/get-course.ts';
import { ListCourses, type OrderedPage } from '../queries/list-courses.ts';
import { SearchCourses } from '../queries/search-courses.ts';

/** What changes the pages of courses. */
const SHOWN = [CoursePublished, CourseRevised, CourseArchived, ReviewPosted, ReviewsChanged];

@ApiTags('catalog')
@Controller('api/courses')
@Public()
export class CoursesController {
  constructor(private readonly queries: QueryBus) {}

  @Get('list')
  @PublicPage(...SHOWN)
  @ApiOperation({
    summary: 'The courses on sale: all of them, or what a filter or a search leaves',
    description: 'A search by relevance ends after a thousand courses.',
  })
  @ApiOkResponse({ standardSchema: coursePageView })
  list(@Query({ schema: coursesQuery }) { sort, limit, cursor, ...filter }: CoursesQuery) {
    const { q } = filter;
    if (sort === 'relevance' && q !== undefined)
      return this.queries.execute(new SearchCourses({ limit, cursor: cursor as Hit, filter: { ...filter, q } }));
    return this.queries.execute(new ListCourses({ sort, limit, cursor, filter } as OrderedPage));
  }

  @Get('facets')
  @PublicPage(...SHOWN)
  @ApiOperation({ summary: 'How many courses there are of each category, level, language, rating and price' })
  @ApiOkResponse({ standardSchema: facetsView })
  facets(@Query({ schema: facetsQuery }) filter: z.infer<typeof facetsQuery>) {
    return this.queries.execute(new CountCourses(filter));
  }

  @Get(':course')
  @PublicPage(...SHOWN)
  @ApiOperation({ summary: 'The sales page of a course' })
  @ApiOkResponse({ standardSchema: courseView })
  @ApiProblems(CourseNotFound)
  one(
    @Param('course', { schema: text().max(200).meta({ example: 'compilers-from-scratch-00000001' }) }) slug: string,
    @Query({ schema: z.strictObject({}) }) _: object,
  ) {
    return this.queries.execute(new GetCourse(slug));
  }
}
