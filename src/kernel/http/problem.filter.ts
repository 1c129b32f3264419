import { ArgumentsHost, Catch, ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { currentTrace } from '../observability/trace.ts';
import { PROBLEM_JSON, type Problem, problemBody, problemOf } from './problem.ts';
import { methodsAt } from './routes.ts';

const BUG: Problem = {
  status: 500,
  code: 'internal_error',
  detail: 'Something went wrong on our side. It has been recorded under the trace id.',
};

/** Turns every error into problem+json. What is not a known refusal is a bug: recorded whole, answered without a word of it. */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  private readonly logger = new Logger(ProblemFilter.name);

  catch(error: unknown, host: ArgumentsHost): void {
    const request = host.switchToHttp().getRequest<FastifyRequest>();
    const reply = host.switchToHttp().getResponse<FastifyReply>();
    const known = problemOf(error);
    if (!known) this.logger.error(error);
    this.send(known ?? BUG, request, reply);
  }

  private send(problem: Problem, request: FastifyRequest, reply: FastifyReply): void {
    const instance = request.url.split('?', 1)[0] ?? '/';
    const allowed = problem.code === 'route_not_found' ? methodsAt(request.server, instance) : [];
    const shown = allowed.length > 0 ? methodNotAllowed : problem;
    if (allowed.length > 0) void reply.header('allow', allowed.join(', '));
    const retryAfter = problem.members?.retryAfter;
    if (retryAfter !== undefined) void reply.header('retry-after', String(retryAfter));
    if (shown.status === 401) void reply.header('www-authenticate', 'Bearer');
    // A string keeps Fastify from choosing a serializer and another content type.
    void reply
      .status(shown.status)
      .header('content-type', PROBLEM_JSON)
      .send(JSON.stringify(problemBody(shown, instance, currentTrace()?.traceId ?? '')));
  }
}

const methodNotAllowed: Problem = {
  status: 405,
  code: 'method_not_allowed',
  detail: 'This path does not answer to this method.',
};
