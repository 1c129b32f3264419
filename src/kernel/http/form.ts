import { BadRequestException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { problemOf } from './problem.ts';

/** The document of a form is as long as a body may be without one. */
const LONGEST_FIELD = 1_048_576;
const LONGEST_NAME = 100;

/** A file of a form. Its bytes come as they arrive, and have to be taken before the next part. */
export interface FilePart {
  readonly field: string;
  /** As the client calls it: for people, and not to be trusted. */
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

/** A field of a form with its text; undefined when it is too long. */
interface TextPart {
  readonly field: string;
  readonly text: string | undefined;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The files of a form, in their order. */
    form?: AsyncIterableIterator<FilePart>;
  }
}

/**
 * The parts of a form (RFC 7578) as they arrive; nothing is kept in memory but texts.
 * @param document the one field that is text; all others are files, whatever the client says
 * @throws BadRequestException for what is no form, or ends before it should
 */
export async function* partsOf(request: FastifyRequest, document?: string): AsyncGenerator<FilePart | TextPart> {
  const parts = request.parts({
    limits: { fileSize: Number.POSITIVE_INFINITY, fieldSize: LONGEST_FIELD, fieldNameSize: LONGEST_NAME },
    isPartAFile: field => field !== document,
  });
  for await (const part of legible(parts)) {
    const { fieldname: field } = part;
    if (part.type === 'file') yield { field, name: part.filename ?? '', bytes: legible(part.file) };
    else yield { field, text: part.valueTruncated ? undefined : asText(part.value) };
  }
}

export function isFile(part: FilePart | TextPart): part is FilePart {
  return 'bytes' in part;
}

/** A parser of forms knows no refusals, only failures. */
async function* legible<T>(source: AsyncIterable<T>): AsyncGenerator<T> {
  const items = source[Symbol.asyncIterator]();
  try {
    for (;;) {
      const { done, value } = await items.next().catch(refuse);
      if (done) return;
      yield value;
    }
  } finally {
    await items.return?.();
  }
}

function refuse(error: unknown): never {
  throw problemOf(error)?.status === 413 ? error : new BadRequestException();
}

/** What calls itself JSON is parsed already. */
function asText(value: unknown): string {
  return typeof value === 'string' ? value : JSON.stringify(value);
}
