import { STATUS_CODES } from 'node:http';
import { HttpException } from '@nestjs/common';
import { z } from 'zod';
import { DomainError, type DomainErrorKind } from '../domain/domain-error.ts';
import { InvalidInput } from './invalid-input.ts';

export const PROBLEM_JSON = 'application/problem+json';

export const STATUS_OF_KIND: Readonly<Record<DomainErrorKind, number>> = {
  invalid: 400,
  unauthenticated: 401,
  payment_required: 402,
  forbidden: 403,
  not_found: 404,
  conflict: 409,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
};

/** RFC 9457. */
export const problemView = z
  .looseObject({
    type: z.string().meta({ example: 'urn:azora:problem:course_has_no_lessons' }),
    title: z.string().meta({ example: 'Conflict' }),
    status: z.int().meta({ example: 409 }),
    code: z.string().describe('stable; branch on this').meta({ example: 'course_has_no_lessons' }),
    detail: z.string().meta({ example: 'A course needs a lesson before it can be published.' }),
    instance: z.string().describe('the path that was asked for').meta({ example: '/api/courses/list' }),
    traceId: z
      .string()
      .describe('quote it when you ask for help')
      .meta({ example: '4bf92f3577b34da6a3ce929d0e0e4736' }),
    errors: z
      .array(z.strictObject({ pointer: z.string().describe('JSON pointer into the input'), detail: z.string() }))
      .optional()
      .describe('what is wrong with the input, place by place'),
  })
  .meta({ id: 'Problem' });

/** A problem before it knows which request it answers. */
export interface Problem {
  readonly status: number;
  readonly code: string;
  readonly detail: string;
  /** Members beyond those of every problem. */
  readonly members?: Readonly<Record<string, unknown>>;
}

export function problemBody(
  { status, code, detail, members }: Problem,
  instance: string,
  traceId: string,
): z.infer<typeof problemView> {
  return {
    ...members,
    type: `urn:azora:problem:${code}`,
    title: STATUS_CODES[status] ?? 'Error',
    status,
    code,
    detail,
    instance,
    traceId,
  };
}

/** What a client is told of a bug. */
export const BUG: Problem = {
  status: 500,
  code: 'internal_error',
  detail: 'Something went wrong on our side. It has been recorded under the trace id.',
};

/** What a client is told of an error; undefined for a bug, of which a client is told nothing. */
export function problemOf(error: unknown): Problem | undefined {
  if (error instanceof DomainError)
    return { status: STATUS_OF_KIND[error.kind], code: error.code, detail: error.message, members: error.details };
  if (error instanceof InvalidInput)
    return { status: 422, code: error.code, detail: error.message, members: { errors: error.errors } };
  if (error instanceof HttpException) return problemOfStatus(error.getStatus());
  return ofFramework(error as { code?: string; statusCode?: number });
}

const EXPLAINED: Readonly<Record<number, Omit<Problem, 'status'>>> = {
  400: {
    code: 'malformed_request',
    detail: 'The request can not be read: is its address well-formed, and its body JSON?',
  },
  401: { code: 'unauthenticated', detail: 'This needs a valid access token: Authorization: Bearer <token>.' },
  403: { code: 'forbidden', detail: 'Your role does not allow this.' },
  404: { code: 'route_not_found', detail: 'There is nothing at this path.' },
  405: { code: 'method_not_allowed', detail: 'This path does not answer to this method.' },
  406: {
    code: 'not_acceptable',
    detail: 'This is not to be had as any of the media types that your Accept header names.',
  },
  408: { code: 'request_timeout', detail: 'The request did not arrive in time.' },
  413: { code: 'body_too_large', detail: 'The body is larger than this route accepts.' },
  414: { code: 'uri_too_long', detail: 'The path is too long.' },
  415: {
    code: 'unsupported_media_type',
    detail: 'Send application/json, or multipart/form-data where there are files.',
  },
  416: {
    code: 'range_not_satisfiable',
    detail: 'No byte of that range is there. Content-Range tells how many there are.',
  },
  429: { code: 'rate_limited', detail: 'Too many requests. Try again after the seconds in Retry-After.' },
  431: { code: 'headers_too_large', detail: 'The headers, cookies included, are larger than 16 kB.' },
  503: { code: 'unavailable', detail: 'This is not available right now. Try again shortly.' },
};

/** What there is to say of a status that has no error of its own. */
export function problemOfStatus(status: number): Problem | undefined {
  const explained = EXPLAINED[status];
  return explained && { status, ...explained };
}

/** Fastify refuses what it can't parse before Nest sees it. */
function ofFramework({ code, statusCode }: { code?: string; statusCode?: number }): Problem | undefined {
  const isRefusal = code?.startsWith('FST_') && statusCode !== undefined && statusCode < 500;
  return isRefusal ? problemOfStatus(statusCode) : undefined;
}
