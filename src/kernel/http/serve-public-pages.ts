import type { FastifyInstance } from 'fastify';
import type { Page } from '../caching/page-cache.ts';
import { preparePage } from './public-page.ts';
import type { PublicPages } from './public-pages.ts';
import type { Quota } from './quota.ts';

/**
 * Answers public pages before the rest of the stack sees the request, also those that have to be loaded. They count toward
 * the quota like any other.
 */
export function servePublicPages(server: FastifyInstance, pages: PublicPages, quota: Quota): void {
  server.addHook('onRequest', (request, reply, done) => {
    const found = pages.at(request);
    if (!found) return done();
    const send = (page: Page) => void reply.send(preparePage(page, request, reply));
    const answer = () => {
      const page = typeof found === 'function' ? found() : found;
      if (page instanceof Promise) page.then(send).catch(done);
      else send(page);
    };
    const counted = quota.count(request, reply);
    if (counted instanceof Promise) counted.then(answer).catch(done);
    else answer();
  });
}
