import { createHash } from 'node:crypto';
import { CallHandler, ExecutionContext, Injectable, NestInterceptor, UnauthorizedException } from '@nestjs/common';
import { ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { RouteParamtypes } from '@nestjs/common/enums/route-paramtypes.enum.js';
import type { StandardSchemaV1 } from '@standard-schema/spec';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, Observable } from 'rxjs';
import { newId } from '../domain/ids.ts';
import { currentTrace } from '../observability/trace.ts';
import { IdempotencyKeyMissing, IdempotencyKeyReused, OperationInFlight } from './idempotency.errors.ts';
import { IdempotencyKeys, type StoredAnswer } from './idempotency-keys.ts';
import { InvalidInput } from './invalid-input.ts';
import { PROBLEM_JSON, type Problem, problemBody, problemOf } from './problem.ts';

/** Metadata key of whether a route does without an `Idempotency-Key`. */
export const KEY_OPTIONAL = 'azora:key-optional';

const RENEW_MS = 5_000;
const VISIBLE = /^[\x21-\x7e]{1,255}$/;

declare module 'fastify' {
  interface FastifyRequest {
    operationId?: string;
  }
}

/** Stores the answer to a request under its key. See {@link Idempotent}. */
@Injectable()
export class IdempotencyInterceptor implements NestInterceptor {
  constructor(private readonly keys: IdempotencyKeys) {}

  intercept(context: ExecutionContext, next: CallHandler): Observable<unknown> {
    return from(this.once(context, next));
  }

  private async once(context: ExecutionContext, next: CallHandler): Promise<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const principal = request.principal?.userId;
    const key = request.headers['idempotency-key'];
    if (!principal) throw new UnauthorizedException();
    if (key === undefined && Reflect.getMetadata(KEY_OPTIONAL, context.getHandler())) {
      request.operationId = newId();
      return lastValueFrom(next.handle());
    }
    if (typeof key !== 'string' || !VISIBLE.test(key)) throw new IdempotencyKeyMissing();
    // Pipes run after interceptors, and only valid input may occupy a key.
    await assertValid(bodySchemaOf(context), request.body);

    const claim = await this.keys.claim(principal, key, fingerprintOf(request));
    switch (claim.state) {
      case 'claimed':
        request.operationId = claim.operationId;
        return this.carryOut(principal, key, request, reply, next);
      case 'answered':
        return replay(claim.answer, reply);
      case 'in_flight':
        throw new OperationInFlight(claim.retryAfter);
      case 'other_request':
        throw new IdempotencyKeyReused();
    }
  }

  private async carryOut(
    principal: string,
    key: string,
    request: FastifyRequest,
    reply: FastifyReply,
    next: CallHandler,
  ): Promise<unknown> {
    const renewal = setInterval(() => void this.keys.renew(principal, key).catch(() => undefined), RENEW_MS);
    try {
      const body = await lastValueFrom(next.handle());
      await this.keys.answer(principal, key, { status: reply.statusCode, body: JSON.stringify(body) });
      return body;
    } catch (error) {
      const problem = problemOf(error);
      if (problem && isFinal(problem))
        await this.keys.answer(principal, key, { status: problem.status, body: bodyOf(problem, request) });
      else await this.keys.release(principal, key);
      throw error;
    } finally {
      clearInterval(renewal);
    }
  }
}

/** Whether a repeat would be refused alike; what says when to retry invites one that may be done. */
function isFinal({ status, members }: Problem): boolean {
  return status < 429 && members?.retryAfter === undefined;
}

function bodySchemaOf(context: ExecutionContext): StandardSchemaV1 | undefined {
  const parameters: Record<string, { schema?: StandardSchemaV1 }> =
    Reflect.getMetadata(ROUTE_ARGS_METADATA, context.getClass(), context.getHandler().name) ?? {};
  return Object.entries(parameters).find(([id]) => id.startsWith(`${RouteParamtypes.BODY}:`))?.[1].schema;
}

async function assertValid(schema: StandardSchemaV1 | undefined, body: unknown): Promise<void> {
  const issues = (await schema?.['~standard'].validate(body))?.issues;
  if (issues) throw new InvalidInput(issues);
}

function fingerprintOf(request: FastifyRequest): Buffer {
  return createHash('sha256')
    .update(`${request.method} ${request.url}\n${JSON.stringify(request.body)}`)
    .digest();
}

function bodyOf(problem: Problem, request: FastifyRequest): string {
  return JSON.stringify(problemBody(problem, request.url.split('?', 1)[0] ?? '/', currentTrace()?.traceId ?? ''));
}

function replay({ status, body }: StoredAnswer, reply: FastifyReply): string {
  const type = status >= 400 ? PROBLEM_JSON : 'application/json; charset=utf-8';
  void reply.status(status).header('content-type', type).header('idempotency-replayed', 'true');
  return body;
}
