import {
  applyDecorators,
  BadRequestException,
  createParamDecorator,
  type ExecutionContext,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { RouteConfig } from '@nestjs/platform-fastify';
import { ApiExtension } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiProblem } from './api-problems.decorator.ts';
import { FORM_DOCUMENT, FormInterceptor } from './form.interceptor.ts';
import type { FilePart } from './form.ts';

declare module 'fastify' {
  interface FastifyContextConfig {
    takesForm?: boolean;
  }
}

/**
 * Lets a route take multipart/form-data. Files are handed over as they arrive, however long they are, and for as long as
 * they keep coming: a minute without a byte ends the connection.
 * @param document the first field of the form, which is the route's JSON body; without it the route takes forms only
 */
export function TakesForm(document = ''): MethodDecorator {
  return applyDecorators(
    RouteConfig({ takesForm: true }),
    SetMetadata(FORM_DOCUMENT, document),
    UseInterceptors(FormInterceptor),
    ...(document ? [ApiExtension('x-form-document', document)] : []),
    ApiProblem(413, 'body_too_large') as MethodDecorator,
    ApiProblem(415, 'unsupported_media_type') as MethodDecorator,
  );
}

/** The files of a form, in their order, as a handler's parameter; a request that is no form has none. */
export const Files = createParamDecorator(
  (_: unknown, context: ExecutionContext): AsyncIterable<FilePart> =>
    context.switchToHttp().getRequest<FastifyRequest>().form ?? noFiles(),
);

async function* noFiles(): AsyncGenerator<FilePart> {}

/** The only file of a form, as a handler's parameter. It has come to its end when the form has. */
export const OnlyFile = createParamDecorator(async (field: string, context: ExecutionContext): Promise<FilePart> => {
  const { form } = context.switchToHttp().getRequest<FastifyRequest>();
  const first = await form?.next();
  if (!form || !first || first.done || first.value.field !== field) throw new BadRequestException();
  return { ...first.value, bytes: andNoOther(first.value, form) };
});

async function* andNoOther({ bytes }: FilePart, form: AsyncIterator<FilePart>): AsyncGenerator<Uint8Array> {
  yield* bytes;
  if (!(await form.next()).done) throw new BadRequestException();
}
