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
import { BODY_LIMIT } from './body-limit.ts';
import { type FilePart, partsOf } from './form.ts';
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
  request.form = partsOf(request);
  if (!document) return;
  const { done, value: first } = await request.form.next();
  if (done || first.field !== document)
    throw new InvalidInput([{ path: [document], message: 'Expected as the first field' }]);
  request.body = parsed(await textOf(first));
}

async function textOf({ bytes }: FilePart): Promise<string> {
  const chunks: Uint8Array[] = [];
  let length = 0;
  for await (const chunk of bytes) {
    length += chunk.length;
    if (length > BODY_LIMIT) throw new PayloadTooLargeException();
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new BadRequestException();
  }
}
