import { applyDecorators } from '@nestjs/common';
import { ApiResponse } from '@nestjs/swagger';
import type { DomainError } from '../domain/domain-error.ts';
import { PROBLEM_JSON, STATUS_OF_KIND } from './problem.ts';

type DomainErrorClass = Pick<typeof DomainError, 'kind' | 'code'>;

/** Documents the rules a route can refuse for, each with its status and code. */
export function ApiProblems(...errors: DomainErrorClass[]): MethodDecorator {
  const codes = new Map<number, string[]>();
  for (const { kind, code } of errors)
    codes.set(STATUS_OF_KIND[kind], [...(codes.get(STATUS_OF_KIND[kind]) ?? []), code]);
  return applyDecorators(...[...codes].map(([status, known]) => ApiProblem(status, ...known)));
}

/** Documents a status and the codes it can come with. What several decorators say of one status adds up. */
export function ApiProblem(status: number, ...codes: string[]): MethodDecorator & ClassDecorator {
  return ApiResponse({
    status,
    description: codes.map(code => `\`${code}\``).join(', '),
    content: { [PROBLEM_JSON]: { schema: { $ref: '#/components/schemas/Problem' } } },
  });
}
