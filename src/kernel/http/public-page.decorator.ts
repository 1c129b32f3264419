import { applyDecorators, SetMetadata, UseInterceptors } from '@nestjs/common';
import { FORGOTTEN_ON } from '../caching/page-caches.ts';
import type { DomainEventClass } from '../domain/domain-event.ts';
import { PublicPageInterceptor } from './public-page.interceptor.ts';

/**
 * Keeps the finished JSON that a route answers, which is the same for everybody, until one of the events is committed. The
 * handler returns the JSON as text. Anybody may read it: no guard is asked about a request without credentials. See `docs/adr/0008-exact-page-cache.md`.
 */
export function PublicPage(...events: DomainEventClass[]): MethodDecorator {
  return applyDecorators(SetMetadata(FORGOTTEN_ON, events), UseInterceptors(PublicPageInterceptor));
}
