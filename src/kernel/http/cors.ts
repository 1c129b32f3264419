import cors from '@fastify/cors';
import type { FastifyAdapter } from '@nestjs/platform-fastify';
import type { Environment } from '../../config/environment.ts';

/** Answers of which scripts may read more than the body. */
const EXPOSED = [
  'retry-after',
  'ratelimit',
  'ratelimit-policy',
  'idempotency-replayed',
  'etag',
  'www-authenticate',
  'accept-ranges',
  'content-range',
  'content-disposition',
];

/** Lets the platform's own pages, and no others, call the API from a browser when they are at another origin. */
export async function letPagesIn(adapter: FastifyAdapter, { APP_URL }: Pick<Environment, 'APP_URL'>): Promise<void> {
  if (!APP_URL) return;
  // Awaited, so that its hook comes before the one that answers cached pages.
  await adapter.getInstance().register(cors as never, {
    origin: [new URL(APP_URL).origin],
    credentials: true,
    methods: ['GET', 'POST', 'PUT', 'PATCH', 'DELETE'],
    exposedHeaders: EXPOSED,
    maxAge: 600,
  });
}
