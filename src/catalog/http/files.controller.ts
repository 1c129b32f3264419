import { Readable } from 'node:stream';
import { Controller, Get, HttpException, Param, Req, Res, StreamableFile } from '@nestjs/common';
import { ApiHeader, ApiOkResponse, ApiOperation, ApiResponse, ApiTags } from '@nestjs/swagger';
import { SkipThrottle } from '@nestjs/throttler';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import { Public } from '../../identity/access.contract.ts';
import { ApiProblem, ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { rangeIn } from '../../kernel/http/byte-range.ts';
import { text } from '../../kernel/http/text.ts';
import { FileLinkInvalid, FileStorageUnavailable } from '../domain/file.errors.ts';
import { dispositionOf } from '../domain/file-type.ts';
import { ReadFile } from '../processes/read-file.ts';
import type { StoredFile } from '../queries/get-stored-file.ts';

const ticket = text().max(200).meta({ example: 'AZkKLHtOcACAAAAAAAAAAQGaX0' });

@ApiTags('catalog')
@Controller('api/files')
@Public()
export class FilesController {
  constructor(private readonly reading: ReadFile) {}

  // A player asks for many ranges, and a class of learners does so from one address; whoever has no link gets nothing.
  @SkipThrottle()
  @Get(':ticket')
  @ApiOperation({
    summary: 'The file that a link leads to',
    description: 'The link is all it takes: see `GET /api/lessons/:id/content`. One range of bytes at a time.',
  })
  @ApiHeader({ name: 'Range', required: false, schema: { type: 'string' }, example: 'bytes=0-1023' })
  @ApiOkResponse({ description: 'all of it', content: { '*/*': { schema: {} } } })
  @ApiResponse({ status: 206, description: 'the range', content: { '*/*': { schema: {} } } })
  @ApiResponse({ status: 304, description: 'what you have is what there is' })
  @ApiProblem(416, 'range_not_satisfiable')
  @ApiProblems(FileLinkInvalid, FileStorageUnavailable)
  async read(
    @Param('ticket', { schema: ticket }) link: z.infer<typeof ticket>,
    @Req() request: FastifyRequest,
    @Res({ passthrough: true }) reply: FastifyReply,
  ): Promise<StreamableFile | undefined> {
    const file = await this.reading.find(link);
    const headers = headersOf(file);
    if (isKnown(request, file)) return void reply.status(304).headers(headers);
    const range = isRangeMeant(request, file) ? rangeIn(request.headers.range, file.bytes) : undefined;
    if (range === 'unsatisfiable') {
      void reply.header('content-range', `bytes */${file.bytes}`);
      throw new HttpException('range', 416);
    }
    const bytes = request.method === 'HEAD' ? [] : await this.reading.read(file, range);
    // Not before it is there: a refusal is no file, and nobody keeps it.
    void reply.headers(headers);
    if (range) void reply.status(206).header('content-range', `bytes ${range.first}-${range.last}/${file.bytes}`);
    const length = range ? range.last - range.first + 1 : file.bytes;
    return new StreamableFile(Readable.from(bytes, { objectMode: false }), { length, type: typeOf(file) });
  }
}

/** A file never changes, so its id says all of what is in it. */
function etagOf({ id }: StoredFile): string {
  return `"${id}"`;
}

function headersOf(file: StoredFile): Record<string, string> {
  return {
    'accept-ranges': 'bytes',
    etag: etagOf(file),
    'last-modified': file.receivedAt.toUTCString(),
    'cache-control': 'private, max-age=3600',
    'content-security-policy': "default-src 'none'; sandbox",
    'content-disposition': dispositionOf(file),
  };
}

function typeOf({ type }: StoredFile): string {
  return type === 'text/plain' ? 'text/plain; charset=utf-8' : type;
}

function isKnown({ headers }: FastifyRequest, file: StoredFile): boolean {
  const known = headers['if-none-match']?.split(',').map(tag => tag.trim().replace(/^W\//, ''));
  return known?.some(tag => tag === '*' || tag === etagOf(file)) ?? false;
}

/** A range of something else than the client has begun with is of no use to it. */
function isRangeMeant({ headers }: FastifyRequest, file: StoredFile): boolean {
  const condition = headers['if-range'];
  return condition === undefined || condition === etagOf(file) || condition === file.receivedAt.toUTCString();
}
