import { Controller, Delete, Get, Param, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import type { FilePart } from '../../kernel/http/form.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { OnlyFile, TakesForm } from '../../kernel/http/takes-form.decorator.ts';
import { DetachFile } from '../commands/detach-file.ts';
import { CourseNotFound, LessonNotFound } from '../domain/course.errors.ts';
import { FileStorageUnavailable, FileTooLarge, FileTypeNotAllowed, LessonFileNotFound } from '../domain/file.errors.ts';
import { OpenLesson } from '../processes/open-lesson.ts';
import { UploadFile } from '../processes/upload-file.ts';
import { authoredCourseView } from '../queries/course.view.ts';
import { GetAuthoredCourse } from '../queries/get-authored-course.ts';
import { lessonContentView } from '../queries/lesson-content.view.ts';

const id = z.uuid();

@ApiTags('catalog')
@Controller('api')
export class LessonFilesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly uploading: UploadFile,
    private readonly opening: OpenLesson,
  ) {}

  @Put('courses/:id/lessons/:lessonId/file')
  @Requires('courses:author')
  @TakesForm()
  @ApiOperation({
    summary: 'Give a lesson a file',
    description:
      'In the place of the one it has. Video (MP4, WebM), audio, PDF, images, ZIP or plain text, by its bytes and not by its name. Learners get it with the next publishing.',
  })
  @ApiConsumes('multipart/form-data')
  @ApiBody({
    schema: { type: 'object', properties: { file: { type: 'string', format: 'binary' } }, required: ['file'] },
  })
  @ApiOkResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound, LessonNotFound, FileTooLarge, FileTypeNotAllowed, FileStorageUnavailable)
  async put(
    @Param('id', { schema: id }) courseId: string,
    @Param('lessonId', { schema: id }) lessonId: string,
    @OnlyFile('file') file: FilePart,
    @Actor() actor: Principal,
  ) {
    await this.uploading.upload(courseId, lessonId, actor.userId, file);
    return this.queries.execute(new GetAuthoredCourse(courseId, actor.userId));
  }

  @Delete('courses/:id/lessons/:lessonId/file')
  @Requires('courses:author')
  @ApiOperation({ summary: 'Take its file from a lesson', description: 'Learners have it until the next publishing.' })
  @ApiOkResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound, LessonNotFound)
  async remove(
    @Param('id', { schema: id }) courseId: string,
    @Param('lessonId', { schema: id }) lessonId: string,
    @Actor() actor: Principal,
  ) {
    await this.commands.execute(new DetachFile(courseId, actor.userId, lessonId));
    return this.queries.execute(new GetAuthoredCourse(courseId, actor.userId));
  }

  @Get('lessons/:id/content')
  @Requires('courses:learn')
  @ApiOperation({
    summary: 'An address of the file of a lesson that you may open',
    description:
      'For who is enrolled, for its author (what is drafted), and for everybody who is signed in to a preview.',
  })
  @ApiOkResponse({ standardSchema: lessonContentView })
  @ApiProblems(LessonFileNotFound)
  content(@Param('id', { schema: id }) lessonId: string, @Actor() actor: Principal) {
    return this.opening.open(lessonId, actor.userId);
  }
}
