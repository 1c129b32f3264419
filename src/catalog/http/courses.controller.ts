import { Body, Controller, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Public, Requires } from '../../identity/access.contract.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Money } from '../../kernel/domain/money.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { priceInput } from '../../kernel/http/money.view.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { PublicPage } from '../../kernel/http/public-page.decorator.ts';
import { text } from '../../kernel/http/text.ts';
import { CoursePublished, CourseRevised } from '../catalog.contract.ts';
import { DraftCourse } from '../commands/draft-course.ts';
import { PublishCourse } from '../commands/publish-course.ts';
import { ReviseCourse } from '../commands/revise-course.ts';
import { CourseHasNoLessons, CourseNotFound } from '../domain/course.errors.ts';
import { authoredCourseView, coursePageView, courseView } from '../queries/course.view.ts';
import { GetAuthoredCourse } from '../queries/get-authored-course.ts';
import { GetCourse } from '../queries/get-course.ts';
import { coursesQuery, ListCourses } from '../queries/list-courses.ts';

const offerInput = z.strictObject({
  title: text().trim().min(1).max(200).meta({ example: 'Compilers from Scratch' }),
  summary: text().trim().max(2_000).meta({ example: 'Lexing to code generation in twelve lessons.' }),
  price: priceInput,
});

const reviseRequest = offerInput.meta({ id: 'ReviseCourse' });

const uploadRequest = offerInput
  .extend({
    lessons: z
      .array(
        z.strictObject({
          title: text().trim().min(1).max(200).meta({ example: 'What a token is' }),
          body: text().max(100_000).describe('Markdown').meta({ example: '# Tokens\n\nA token is …' }),
          preview: z.boolean().default(false).describe('whether everybody may read it'),
        }),
      )
      .max(500),
  })
  .meta({ id: 'UploadCourse' });

const id = z.uuid();

@ApiTags('catalog')
@Controller('api/courses')
export class CoursesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('list')
  @Public()
  @PublicPage(CoursePublished, CourseRevised)
  @ApiOperation({ summary: 'The courses on sale, newest first' })
  @ApiOkResponse({ standardSchema: coursePageView })
  list(@Query({ schema: coursesQuery }) page: z.infer<typeof coursesQuery>) {
    return this.queries.execute(new ListCourses(page));
  }

  @Get(':course')
  @Public()
  @PublicPage(CoursePublished, CourseRevised)
  @ApiOperation({ summary: 'The sales page of a course' })
  @ApiOkResponse({ standardSchema: courseView })
  @ApiProblems(CourseNotFound)
  one(@Param('course', { schema: text().max(200).meta({ example: 'compilers-from-scratch-00000001' }) }) slug: string) {
    return this.queries.execute(new GetCourse(slug));
  }

  @Post('upload')
  @Requires('courses:author')
  @ApiOperation({ summary: 'Create a draft', description: 'Nobody but you sees it until you publish it.' })
  @ApiCreatedResponse({ standardSchema: authoredCourseView })
  async upload(
    @Body({ schema: uploadRequest }) { lessons, ...offer }: z.infer<typeof uploadRequest>,
    @Actor() actor: Principal,
  ) {
    const courseId = newId();
    await this.commands.execute(new DraftCourse(courseId, actor.userId, offerOf(offer), lessons));
    return this.authored(courseId, actor);
  }

  @Put(':course')
  @Requires('courses:author')
  @ApiOperation({
    summary: 'Change title, summary and price',
    description: 'Purchases under way keep the price they started at.',
  })
  @ApiOkResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound)
  async revise(
    @Param('course', { schema: id }) courseId: string,
    @Body({ schema: reviseRequest }) offer: z.infer<typeof reviseRequest>,
    @Actor() actor: Principal,
  ) {
    await this.commands.execute(new ReviseCourse(courseId, actor.userId, offerOf(offer)));
    return this.authored(courseId, actor);
  }

  @Post(':id/publish')
  @HttpCode(200)
  @Requires('courses:author')
  @ApiOperation({ summary: 'Put a course on sale' })
  @ApiOkResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound, CourseHasNoLessons)
  async publish(@Param('id', { schema: id }) courseId: string, @Actor() actor: Principal) {
    await this.commands.execute(new PublishCourse(courseId, actor.userId));
    return this.authored(courseId, actor);
  }

  private authored(courseId: string, actor: Principal) {
    return this.queries.execute(new GetAuthoredCourse(courseId, actor.userId));
  }
}

function offerOf({ title, summary, price }: z.infer<typeof offerInput>) {
  return { title, summary, price: Money.of(price.amount, price.currency) };
}
