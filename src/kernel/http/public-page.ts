import { createHash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';

/** Finished JSON that is the same for everybody. */
export interface PublicPage {
  readonly body: string;
  readonly etag: string;
}

export function publicPage(body: string): PublicPage {
  return { body, etag: `"${createHash('sha1').update(body).digest('base64url')}"` };
}

/** Answers a public page. Caches may keep it but have to ask each time whether it still stands: a change shows in the next read. */
export function answerPublicPage(
  { body, etag }: PublicPage,
  request: FastifyRequest,
  reply: FastifyReply,
): string | undefined {
  void reply.header('cache-control', 'public, no-cache').header('etag', etag);
  if (isKnown(etag, request.headers['if-none-match'])) {
    void reply.status(304);
    return undefined;
  }
  void reply.header('content-type', 'application/json; charset=utf-8');
  return body;
}

/** A client, or a proxy that compressed the page on the way, may know it weakly, or among others (RFC 9110, 13.1.2). */
function isKnown(etag: string, known = ''): boolean {
  return known === '*' || known.split(',').some(tag => tag.trim().replace(/^W\//, '') === etag);
}
