import { applyDecorators, createParamDecorator, type ExecutionContext, UseInterceptors } from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiProblem, ApiProblems } from './api-problems.decorator.ts';
import { IdempotencyKeyMissing, OperationInFlight } from './idempotency.errors.ts';
import { IdempotencyInterceptor } from './idempotency.interceptor.ts';

/** Carries a request out once for each `Idempotency-Key`, which it requires. */
export function Idempotent(): MethodDecorator {
  return applyDecorators(
    UseInterceptors(IdempotencyInterceptor),
    ApiProblems(IdempotencyKeyMissing, OperationInFlight),
    ApiProblem(422, 'invalid_input', 'idempotency_key_reused'),
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      description:
        'New for each operation, the same for each repeat of it. A repeat gets the stored answer, with `Idempotency-Replayed: true`.',
      schema: { type: 'string', minLength: 1, maxLength: 255 },
      example: '5f0c9c1e-purchase',
    }),
  );
}

/** The id of what an idempotent request brings about: the same for each repeat, so that a crash resumes it. */
export const OperationId = createParamDecorator((_: unknown, context: ExecutionContext): string => {
  const { operationId } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!operationId) throw new Error('The route is not @Idempotent()');
  return operationId;
});
