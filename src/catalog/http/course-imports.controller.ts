import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { CURRENCIES } from '../../kernel/domain/money.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import type { FilePart } from '../../kernel/http/form.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { Files, TakesForm } from '../../kernel/http/takes-form.decorator.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { NotAnInstructor } from '../domain/course.errors.ts';
import { ImportHasNoRows, ImportNotFound, ImportTooLarge, NotCsv, NotUtf8 } from '../domain/import.errors.ts';
import { ImportFile } from '../processes/import-file.ts';
import { courseImportView, importRowPageView } from '../queries/course-import.view.ts';
import { GetCourseImport } from '../queries/get-course-import.ts';
import { importRowsQuery, ListImportRows } from '../queries/list-import-rows.ts';

const importRequest = z
  .strictObject({
    instructorId: uuid.describe('whose the courses will be'),
    currency: z.enum(CURRENCIES).describe('of prices that do not say theirs').meta({ example: 'USD' }),
    format: z.enum(['csv', 'jsonl']).describe('with a heading; or a JSON object a line'),
  })
  .meta({ id: 'ImportCourses' });

@ApiTags('catalog')
@Controller('api/admin')
@Requires('courses:import')
export class CourseImportsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly importing: ImportFile,
  ) {}

  @Post('courses/import')
  @HttpCode(202)
  @TakesForm('import')
  @ApiOperation({
    summary: 'Import courses from a file, as drafts',
    description:
      'As multipart/form-data: the JSON in a field `import`, then the file, in UTF-8. Columns: title, price, and if you like summary, currency, category, level, language, lessons (titles, separated by |), external_id (imported once). Each row ends as a draft or refused.',
  })
  @ApiAcceptedResponse({ standardSchema: courseImportView, description: 'It goes on in the background.' })
  @ApiProblems(NotAnInstructor, NotUtf8, NotCsv, ImportHasNoRows, ImportTooLarge)
  async import(
    @Body({ schema: importRequest }) request: z.infer<typeof importRequest>,
    @Files() files: AsyncIterable<FilePart>,
    @Actor() { userId }: Principal,
  ) {
    const importId = newId();
    await this.importing.take({ importId, requestedBy: userId, ...request }, bytesOf(files));
    return this.queries.execute(new GetCourseImport(importId));
  }

  @Get('course-imports/:id')
  @ApiOperation({ summary: 'How far an import is' })
  @ApiOkResponse({ standardSchema: courseImportView })
  @ApiProblems(ImportNotFound)
  one(@Param('id', { schema: uuid }) importId: string) {
    return this.queries.execute(new GetCourseImport(importId));
  }

  @Get('course-imports/:id/rows')
  @ApiOperation({ summary: 'What became of each row of an import, or why it was refused' })
  @ApiOkResponse({ standardSchema: importRowPageView })
  @ApiProblems(ImportNotFound)
  async rows(
    @Param('id', { schema: uuid }) importId: string,
    @Query({ schema: importRowsQuery }) page: z.infer<typeof importRowsQuery>,
  ) {
    await this.queries.execute(new GetCourseImport(importId));
    return this.queries.execute(new ListImportRows(importId, page));
  }
}

/** All files of the form one after the other, which is usually one. */
async function* bytesOf(files: AsyncIterable<FilePart>): AsyncGenerator<Uint8Array> {
  for await (const { bytes } of files) yield* bytes;
}
