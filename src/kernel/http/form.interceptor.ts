import {
  BadRequestException,
  type CallHandler,
  type ExecutionContext,
  Injectable,
  type NestInterceptor,
  PayloadTooLargeException,
  UnsupportedMediaTypeException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { finalize, type Observable } from 'rxjs';
import { type FilePart, isFile, partsOf } from './form.ts';
import { InvalidInput } from './invalid-input.ts';
import { awaitPatiently, leaveRest } from './long-body.ts';

/** Metadata key of the field of a form that takes the place of a JSON body; empty when there is none. */
export const FORM_DOCUMENT = 'azora:form-document';

/** Hands a form's files to the handler as they arrive. See {@link TakesForm}. */
@Injectable()
export class FormInterceptor implements NestInterceptor {
  constructor(private readonly reflector: Reflector) {}

  async intercept(context: ExecutionContext, next: CallHandler): Promise<Observable<unknown>> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const document = this.reflector.get<string>(FORM_DOCUMENT, context.getHandler());
    if (!request.isMultipart()) {
      if (!document) throw new UnsupportedMediaTypeException();
      return next.handle();
    }
    awaitPatiently(request);
    try {
      await open(request, document);
    } catch (error) {
      leaveRest(request);
      throw error;
    }
    return next.handle().pipe(finalize(() => leaveRest(request)));
  }
}

/** Pipes come after interceptors, so the document is checked as a body would be. */
async function open(request: FastifyRequest, document: string): Promise<void> {
  const parts = partsOf(request, document || undefined);
  if (document) {
    const { done, value: first } = await parts.next();
    if (done || isFile(first) || first.field !== document) throw misplaced(document, 'Expected as the first part');
    if (first.text === undefined) throw new PayloadTooLargeException();
    request.body = parsed(first.text);
  }
  request.form = filesOf(parts);
}

async function* filesOf(parts: ReturnType<typeof partsOf>): AsyncGenerator<FilePart> {
  for await (const part of parts) {
    if (!isFile(part)) throw misplaced(part.field, 'Expected once');
    yield part;
  }
}

function misplaced(field: string, message: string): InvalidInput {
  return new InvalidInput([{ path: [field], message }]);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequestException();
  }
}
