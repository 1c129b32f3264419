import { Body, Controller, Delete, Get, HttpCode, Param, Post, Put } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiBody, ApiConsumes, ApiCreatedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { may, Requires } from '../../identity/access.contract.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import type { FilePart } from '../../kernel/http/form.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { OnlyFile, TakesForm } from '../../kernel/http/takes-form.decorator.ts';
import { text } from '../../kernel/http/text.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { DetachFile } from '../commands/detach-file.ts';
import { CourseNotFound, LessonNotFound } from '../domain/course.errors.ts';
import { LessonLocked } from '../domain/enrollment.errors.ts';
import {
  FileStorageUnavailable,
  FileTooLarge,
  FileTypeNotAllowed,
  LessonFileNotFound,
  PresignedUploadUnavailable,
  UploadNotFound,
} from '../domain/file.errors.ts';
import { OpenLesson } from '../processes/open-lesson.ts';
import { PresignUpload } from '../processes/presign-upload.ts';
import { UploadFile } from '../processes/upload-file.ts';
import { authoredCourseView } from '../queries/course.view.ts';
import { GetAuthoredCourse } from '../queries/get-authored-course.ts';
import { lessonContentView, presignedUploadView } from '../queries/lesson-content.view.ts';

const presignRequest = z
  .strictObject({
    name: text().trim().min(1).max(500).describe('for people').meta({ example: 'What a token is.mp4' }),
    bytes: z.int().min(1).describe('how many it has').meta({ example: 734_003_200 }),
  })
  .meta({ id: 'PresignUpload' });

const completeRequest = z.strictObject({ fileId: uuid }).meta({ id: 'CompleteUpload' });

@ApiTags('catalog')
@Controller('api')
export class LessonFilesController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly uploading: UploadFile,
    private readonly presigning: PresignUpload,
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
  put(
    @Param('id', { schema: uuid }) courseId: string,
    @Param('lessonId', { schema: uuid }) lessonId: string,
    @OnlyFile('file') file: FilePart,
    @Actor() actor: Principal,
  ) {
    return this.after(this.uploading.upload(courseId, lessonId, actor.userId, file), courseId, actor);
  }

  @Post('courses/:id/lessons/:lessonId/file/presigned')
  @Requires('courses:author')
  @ApiOperation({
    summary: 'Send a large file to the store yourself',
    description:
      'Answers an address in the object store for one PUT of exactly so many bytes. The file counts once you say that it is complete. Without an object store it is refused.',
  })
  @ApiCreatedResponse({ standardSchema: presignedUploadView })
  @ApiProblems(CourseNotFound, LessonNotFound, FileTooLarge, PresignedUploadUnavailable)
  presign(
    @Param('id', { schema: uuid }) courseId: string,
    @Param('lessonId', { schema: uuid }) lessonId: string,
    @Body({ schema: presignRequest }) file: z.infer<typeof presignRequest>,
    @Actor() actor: Principal,
  ) {
    return this.presigning.begin(courseId, lessonId, actor.userId, file);
  }

  @Post('courses/:id/lessons/:lessonId/file/complete')
  @HttpCode(200)
  @Requires('courses:author')
  @ApiOperation({
    summary: 'Say that a file has been sent to the store',
    description: 'It is looked at, and becomes the file of the lesson or is dropped: then begin again.',
  })
  @ApiOkResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound, LessonNotFound, UploadNotFound, FileTooLarge, FileTypeNotAllowed, FileStorageUnavailable)
  complete(
    @Param('id', { schema: uuid }) courseId: string,
    @Param('lessonId', { schema: uuid }) lessonId: string,
    @Body({ schema: completeRequest }) { fileId }: z.infer<typeof completeRequest>,
    @Actor() actor: Principal,
  ) {
    return this.after(this.presigning.complete(courseId, lessonId, actor.userId, fileId), courseId, actor);
  }

  @Delete('courses/:id/lessons/:lessonId/file')
  @Requires('courses:author')
  @ApiOperation({ summary: 'Take its file from a lesson', description: 'Learners have it until the next publishing.' })
  @ApiOkResponse({ standardSchema: authoredCourseView })
  @ApiProblems(CourseNotFound, LessonNotFound)
  remove(
    @Param('id', { schema: uuid }) courseId: string,
    @Param('lessonId', { schema: uuid }) lessonId: string,
    @Actor() actor: Principal,
  ) {
    return this.after(this.commands.execute(new DetachFile(courseId, actor.userId, lessonId)), courseId, actor);
  }

  @Get('lessons/:id/content')
  @Requires('courses:learn')
  @ApiOperation({
    summary: 'An address of the file of a lesson that you may open',
    description:
      'For who is enrolled, for its author (what is drafted), for who reviews it (the same, while it waits for that), and for everybody who is signed in to a preview.',
  })
  @ApiOkResponse({ standardSchema: lessonContentView })
  @ApiProblems(LessonFileNotFound, LessonLocked)
  content(@Param('id', { schema: uuid }) lessonId: string, @Actor() actor: Principal) {
    return this.opening.open(lessonId, actor.userId, may(actor, 'courses:moderate'));
  }

  private async after(change: Promise<void>, courseId: string, actor: Principal) {
    await change;
    return this.queries.execute(new GetAuthoredCourse(courseId, actor.userId));
  }
}
