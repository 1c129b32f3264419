import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put, Query } from '@nestjs/common';
import { type Command, CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import type { FilePart } from '../../kernel/http/form.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { Files, TakesForm } from '../../kernel/http/takes-form.decorator.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { AddLesson } from '../commands/add-lesson.ts';
import { ArchiveCourse } from '../commands/archive-course.ts';
import { ArrangeCourse } from '../commands/arrange-course.ts';
import { NameInstructors } from '../commands/name-instructors.ts';
import { PublishCourse } from '../commands/publish-course.ts';
import { RemoveLesson } from '../commands/remove-lesson.ts';
import { ReviseCourse } from '../commands/revise-course.ts';
import { RewriteLesson } from '../commands/rewrite-lesson.ts';
import { WriteQuiz } from '../commands/write-quiz.ts';
import {
  CourseHasNoLessons,
  CourseNotFound,
  CourseTooLarge,
  LessonInTwoPlaces,
  LessonNotFound,
  NotAnInstructor,
  PortionsNotWhole,
  SectionNotFound,
} from '../domain/course.errors.ts';
import {
  FileForNoLesson,
  FileInfected,
  FileNotScanned,
  FileStorageUnavailable,
  FileTooLarge,
  FileTypeNotAllowed,
} from '../domain/file.errors.ts';
import { QuestionHasNoAnswer } from '../domain/quiz.errors.ts';
import { UploadCourse } from '../processes/upload-course.ts';
import { authoredCourseView, authoredListView } from '../queries/course.view.ts';
import { GetAuthoredCourse } from '../queries/get-authored-course.ts';
import { authoredCoursesQuery, ListAuthoredCourses } from '../queries/list-authored-courses.ts';
import {
  addLessonRequest,
  arrangeRequest,
  instructorsRequest,
  offerOf,
  reviseRequest,
  rewriteLessonRequest,
  sectionsOf,
  uploadRequest,
} from './course-input.ts';
import { quizRequest } from './quiz-input.ts';

@ApiTags('catalog')
@Controller('api')
@Requires('courses:author')
export class AuthoringController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly uploading: UploadCourse,
  ) {}

  @Get('instructors/me/courses')
  @ApiOperation({ summary: 'Your courses, in whatever state, latest first' })
  @ApiOkResponse({ standardSchema: authoredListView })
  list(@Query({ schema: authoredCoursesQuery }) page: z.infer<typeof authoredCoursesQuery>, @Actor() actor: Principal) {
    return this.queries.execute(new ListAuthoredCourses(actor.userId, page));
  }

  @Get('instructors/me/courses/:id')
  @ApiOperation({ summary: 'A course of yours, with what is drafted' })
  @ApiOkResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound)
  one(@Param('id', { schema: uuid }) courseId: string, @Actor() actor: Principal) {
    return this.queries.execute(new GetAuthoredCourse(courseId, actor.userId));
  }

  @Post('courses/upload')
  @TakesForm('course')
  @ApiOperation({
    summary: 'Create a draft, with the files of its lessons if you like',
    description:
      'Nobody but you sees it until you publish it. As multipart/form-data it has the same JSON as its first field, `course`, and then a file for each lesson that has one, in fields named `file:<section>.<lesson>`, counted from 0. All of it is stored, or nothing.',
  })
  @ApiCreatedResponse({ standardSchema: authoredCourseView })
  @ApiProblems(
    QuestionHasNoAnswer,
    CourseTooLarge,
    FileForNoLesson,
    FileTooLarge,
    FileTypeNotAllowed,
    FileStorageUnavailable,
  )
  async upload(
    @Body({ schema: uploadRequest }) course: z.infer<typeof uploadRequest>,
    @Files() files: AsyncIterable<FilePart>,
    @Actor() actor: Principal,
  ) {
    const courseId = newId();
    await this.uploading.upload(courseId, actor.userId, offerOf(course), sectionsOf(course), files);
    return this.queries.execute(new GetAuthoredCourse(courseId, actor.userId));
  }

  @Put('courses/:course')
  @ApiOperation({
    summary: 'Change what the sales page says',
    description: 'At once. Purchases under way keep the price they started at.',
  })
  @ApiOkResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound)
  revise(
    @Param('course', { schema: uuid }) courseId: string,
    @Body({ schema: reviseRequest }) offer: z.infer<typeof reviseRequest>,
    @Actor() actor: Principal,
  ) {
    return this.after(new ReviseCourse(courseId, actor.userId, offerOf(offer)), courseId, actor);
  }

  @Put('courses/:id/sections')
  @ApiOperation({
    summary: 'Order, name and drop sections and lessons',
    description: 'Learners get it with the next publishing, and keep what they have completed.',
  })
  @ApiOkResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound, LessonNotFound, LessonInTwoPlaces, CourseTooLarge)
  arrange(
    @Param('id', { schema: uuid }) courseId: string,
    @Body({ schema: arrangeRequest }) { sections }: z.infer<typeof arrangeRequest>,
    @Actor() actor: Principal,
  ) {
    return this.after(new ArrangeCourse(courseId, actor.userId, sections), courseId, actor);
  }

  @Post('courses/:id/lessons')
  @ApiOperation({ summary: 'Add a lesson at the end of a section' })
  @ApiCreatedResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound, SectionNotFound, QuestionHasNoAnswer, CourseTooLarge)
  addLesson(
    @Param('id', { schema: uuid }) courseId: string,
    @Body({ schema: addLessonRequest }) { sectionId, ...lesson }: z.infer<typeof addLessonRequest>,
    @Actor() actor: Principal,
  ) {
    return this.after(new AddLesson(courseId, actor.userId, sectionId, lesson), courseId, actor);
  }

  @Put('courses/:id/lessons/:lessonId')
  @ApiOperation({ summary: 'Rewrite a lesson', description: 'Whoever has completed it has completed it.' })
  @ApiOkResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound, LessonNotFound, CourseTooLarge)
  rewriteLesson(
    @Param('id', { schema: uuid }) courseId: string,
    @Param('lessonId', { schema: uuid }) lessonId: string,
    @Body({ schema: rewriteLessonRequest }) lesson: z.infer<typeof rewriteLessonRequest>,
    @Actor() actor: Principal,
  ) {
    return this.after(new RewriteLesson(courseId, actor.userId, lessonId, lesson), courseId, actor);
  }

  @Put('courses/:id/lessons/:lessonId/quiz')
  @ApiOperation({
    summary: 'Give a lesson a quiz, or another one',
    description:
      'Learners complete the lesson by passing it. To a quiz that is written anew they have all attempts again.',
  })
  @ApiOkResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound, LessonNotFound, QuestionHasNoAnswer, CourseTooLarge)
  writeQuiz(
    @Param('id', { schema: uuid }) courseId: string,
    @Param('lessonId', { schema: uuid }) lessonId: string,
    @Body({ schema: quizRequest }) quiz: z.infer<typeof quizRequest>,
    @Actor() actor: Principal,
  ) {
    return this.after(new WriteQuiz(courseId, actor.userId, lessonId, quiz), courseId, actor);
  }

  @Delete('courses/:id/lessons/:lessonId/quiz')
  @ApiOperation({ summary: 'Leave a lesson without a quiz' })
  @ApiOkResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound, LessonNotFound)
  removeQuiz(
    @Param('id', { schema: uuid }) courseId: string,
    @Param('lessonId', { schema: uuid }) lessonId: string,
    @Actor() actor: Principal,
  ) {
    return this.after(new WriteQuiz(courseId, actor.userId, lessonId, null), courseId, actor);
  }

  @Delete('courses/:id/lessons/:lessonId')
  @ApiOperation({ summary: 'Drop a lesson' })
  @ApiOkResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound, LessonNotFound)
  removeLesson(
    @Param('id', { schema: uuid }) courseId: string,
    @Param('lessonId', { schema: uuid }) lessonId: string,
    @Actor() actor: Principal,
  ) {
    return this.after(new RemoveLesson(courseId, actor.userId, lessonId), courseId, actor);
  }

  @Put('courses/:id/instructors')
  @ApiOperation({
    summary: 'Say who teaches a course, and who has what of its sales',
    description:
      'You among them: the course stays yours, and nobody else changes it. It holds for sales that start from now on.',
  })
  @ApiOkResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound, PortionsNotWhole, NotAnInstructor)
  nameInstructors(
    @Param('id', { schema: uuid }) courseId: string,
    @Body({ schema: instructorsRequest }) { instructors }: z.infer<typeof instructorsRequest>,
    @Actor() actor: Principal,
  ) {
    return this.after(new NameInstructors(courseId, actor.userId, instructors), courseId, actor);
  }

  @Post('courses/:id/publish')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Put a course, or what has changed in it, on sale',
    description: 'Where courses are reviewed it waits for that: see its state.',
  })
  @ApiOkResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound, CourseHasNoLessons, FileInfected, FileNotScanned)
  publish(@Param('id', { schema: uuid }) courseId: string, @Actor() actor: Principal) {
    return this.after(new PublishCourse(courseId, actor.userId), courseId, actor);
  }

  @Post('courses/:id/archive')
  @HttpCode(200)
  @ApiOperation({
    summary: 'Take a course off sale',
    description: 'Whoever has it keeps it. Publishing puts it on sale again.',
  })
  @ApiOkResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound)
  archive(@Param('id', { schema: uuid }) courseId: string, @Actor() actor: Principal) {
    return this.after(new ArchiveCourse(courseId, actor.userId), courseId, actor);
  }

  private async after(command: Command<void>, courseId: string, actor: Principal) {
    await this.commands.execute(command);
    return this.queries.execute(new GetAuthoredCourse(courseId, actor.userId));
  }
}
