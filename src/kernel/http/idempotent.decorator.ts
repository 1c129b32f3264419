import {
  applyDecorators,
  createParamDecorator,
  type ExecutionContext,
  SetMetadata,
  UseInterceptors,
} from '@nestjs/common';
import { ApiHeader } from '@nestjs/swagger';
import type { FastifyRequest } from 'fastify';
import { ApiProblem, ApiProblems } from './api-problems.decorator.ts';
import { IdempotencyKeyMissing, OperationInFlight } from './idempotency.errors.ts';
import { IdempotencyInterceptor, KEY_OPTIONAL } from './idempotency.interceptor.ts';

/**
 * Carries a request out once for each `Idempotency-Key`.
 * @param optional whether a request may go without one, and then is carried out as often as it is sent
 */
export function Idempotent({ optional = false } = {}): MethodDecorator {
  return applyDecorators(
    SetMetadata(KEY_OPTIONAL, optional),
    UseInterceptors(IdempotencyInterceptor),
    ApiProblems(IdempotencyKeyMissing, OperationInFlight),
    ApiProblem(422, 'invalid_input', 'idempotency_key_reused'),
    ApiHeader({
      name: 'Idempotency-Key',
      required: !optional,
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
