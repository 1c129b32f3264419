import { hash } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Page } from '../caching/page-cache.ts';

export function pageOfJson(json: string): Page {
  return { json, etag: `"${hash('sha1', json, 'base64url')}"` };
}

/**
 * Sets the headers of a page. Caches may keep it but have to ask each time whether it still stands: a change shows in the next read.
 * @returns the body; undefined when the client knows it already
 */
export function preparePage({ json, etag }: Page, request: FastifyRequest, reply: FastifyReply): string | undefined {
  void reply.header('cache-control', 'public, no-cache').header('etag', etag);
  if (isKnown(etag, request.headers['if-none-match'])) {
    void reply.status(304);
    return undefined;
  }
  void reply.header('content-type', 'application/json; charset=utf-8');
  return json;
}

/** A client, or a proxy that compressed the page on the way, may know it weakly, or among others (RFC 9110, 13.1.2). */
function isKnown(etag: string, known = ''): boolean {
  return known === '*' || known.split(',').some(tag => tag.trim().replace(/^W\//, '') === etag);
}
