import type { FastifyReply, FastifyRequest } from 'fastify';
import { currentTrace } from '../observability/trace.ts';
import { PROBLEM_JSON, type Problem, problemBody } from './problem.ts';

/** Answers a request with problem+json and the headers that its status asks for. */
export function sendProblem(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
  const retryAfter = problem.members?.retryAfter;
  if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
  if (problem.status === 401) void reply.header('www-authenticate', 'Bearer');
  const instance = request.url.split('?', 1)[0] ?? '/';
  // A string keeps Fastify from choosing a serializer and another content type.
  void reply
    .status(problem.status)
    .header('content-type', PROBLEM_JSON)
    .send(JSON.stringify(problemBody(problem, instance, currentTrace()?.traceId ?? '')));
}
