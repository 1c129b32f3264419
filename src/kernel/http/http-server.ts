import cookies from '@fastify/cookie';
import multipart from '@fastify/multipart';
import { FastifyAdapter } from '@nestjs/platform-fastify';
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify';
import type { PinoLogger } from 'nestjs-pino';
import type { Histogram } from 'prom-client';
import type { Environment } from '../../config/environment.ts';
import { traceFrom, withTrace } from '../observability/trace.ts';
import { BODY_LIMIT } from './body-limit.ts';
import { legibleForwarding } from './legible-forwarding.ts';
import { BUG, type Problem, problemOf, problemOfStatus } from './problem.ts';
import { refuseUnreadable } from './refuse-unreadable.ts';
import { rememberRoutes } from './routes.ts';
import { SECURITY_HEADERS } from './security-headers.ts';
import { sendProblem } from './send-problem.ts';

/** Fastify as every route of Azora gets it. */
export function httpAdapter({ TRUSTED_PROXIES }: Pick<Environment, 'TRUSTED_PROXIES'>): FastifyAdapter {
  const adapter = new FastifyAdapter({
    bodyLimit: BODY_LIMIT,
    requestTimeout: 60_000,
    trustProxy: TRUSTED_PROXIES,
    routerOptions: { ignoreTrailingSlash: true, maxParamLength: 200 },
    // An address that can't be routed meets no hook and no filter.
    frameworkErrors: (error: FastifyError, request: FastifyRequest, reply: FastifyReply) =>
      begin(request, reply, () => sendProblem(problemOf(error) ?? BUG, request, reply)),
    clientErrorHandler: refuseUnreadable,
  });
  // With the raw bytes, for the webhook's signature. Any other type of body is refused.
  adapter.useBodyParser('application/json', true, { bodyLimit: BODY_LIMIT });
  const server = adapter.getInstance();
  server.removeContentTypeParser('text/plain');
  rememberRoutes(server);
  void server.register(cookies);
  void server.register(multipart as never, { throwFileSizeLimit: false } as never);
  server.addHook('onRequest', begin);
  server.addHook('onRequest', refuseForms);
  return adapter;
}

/** Before anything else: what every answer carries, every request is logged under, and its address is read from. */
function begin(request: FastifyRequest, reply: FastifyReply, next: () => void): void {
  const { headers } = request.raw;
  headers['x-forwarded-for'] &&= legibleForwarding(String(headers['x-forwarded-for']));
  // Who is gone already has no address any more: they would act past every quota, and from nowhere in the audit log.
  if (!request.ip) return void request.raw.destroy();
  void reply.headers(SECURITY_HEADERS);
  if (request.url.startsWith('/docs')) void reply.header('content-security-policy', DOCS_CSP);
  withTrace(traceFrom(request.headers.traceparent as string | undefined, request.ip), next);
}

/** A route takes what it says it takes, and no form otherwise. */
function refuseForms(request: FastifyRequest, reply: FastifyReply, next: () => void): void {
  const isForm = /^multipart\/form-data/i.test(request.headers['content-type'] ?? '');
  if (isForm && !request.is404 && !request.routeOptions.config.takesForm)
    sendProblem(problemOfStatus(415) as Problem, request, reply);
  else next();
}

/** The one page that runs scripts is Swagger's own. */
const DOCS_CSP =
  "default-src 'none'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

/** One log line and one observation a request, under its route template: a raw path is never a label. */
export function observeRequests(adapter: FastifyAdapter, logger: PinoLogger, duration: Histogram): void {
  // Finding the series of three labels costs more than adding to it.
  const series = new Map<string, ReturnType<Histogram['labels']>>();
  const seriesOf = (route: string, method: string, status: string) => {
    const key = `${method} ${status} ${route}`;
    const known = series.get(key) ?? duration.labels(route, method, status);
    series.set(key, known);
    return known;
  };
  adapter.getInstance().addHook('onResponse', (request, reply, done) => {
    const route = request.routeOptions.url ?? 'unknown';
    const { method } = request;
    seriesOf(route, method, `${Math.floor(reply.statusCode / 100)}xx`).observe(reply.elapsedTime / 1000);
    logger.info(
      {
        method,
        route,
        status: reply.statusCode,
        ms: Math.round(reply.elapsedTime * 10) / 10,
        userId: request.principal?.userId,
        // Where a refused request came from is what an operator looks for; of the others it is nobody's business.
        ...(reply.statusCode >= 400 && { address: request.ip }),
      },
      'request',
    );
    done();
  });
}
