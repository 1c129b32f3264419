import { ArgumentsHost, Catch, ExceptionFilter, Logger } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { BUG, type Problem, problemOf } from './problem.ts';
import { methodsAt } from './routes.ts';
import { sendProblem } from './send-problem.ts';

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
    const path = request.url.split('?', 1)[0] ?? '/';
    const allowed = problem.code === 'route_not_found' ? methodsAt(request.server, path) : [];
    if (allowed.length > 0) void reply.header('allow', allowed.join(', '));
    sendProblem(allowed.length > 0 ? methodNotAllowed : problem, request, reply);
  }
}

const methodNotAllowed: Problem = {
  status: 405,
  code: 'method_not_allowed',
  detail: 'This path does not answer to this method.',
};
