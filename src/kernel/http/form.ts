import { BadRequestException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';
import { problemOf } from './problem.ts';

const LONGEST_FIELD_NAME = 100;

/** A part of a form. Its bytes come as they arrive, and have to be taken before the next part. */
export interface FilePart {
  readonly field: string;
  /** As the client calls the file: for people, and not to be trusted; empty when it has no name. */
  readonly name: string;
  readonly bytes: AsyncIterable<Uint8Array>;
}

declare module 'fastify' {
  interface FastifyRequest {
    /** The files of a form, in their order. */
    form?: AsyncIterableIterator<FilePart>;
  }
}

/**
 * The parts of a form (RFC 7578) as they arrive. Nothing is kept in memory.
 * @throws BadRequestException for what is no form, or ends before it should
 */
export async function* partsOf(request: FastifyRequest): AsyncGenerator<FilePart> {
  const parts = request.files({
    limits: { fileSize: Number.POSITIVE_INFINITY, fieldNameSize: LONGEST_FIELD_NAME },
    isPartAFile: () => true,
  });
  for await (const { fieldname, filename, file } of legible(parts))
    yield { field: fieldname, name: filename ?? '', bytes: legible(file) };
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
