import { type CallHandler, type ExecutionContext, Injectable, type NestInterceptor } from '@nestjs/common';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { from, lastValueFrom, type Observable } from 'rxjs';
import { PageCaches } from '../caching/page-caches.ts';
import { pageOfJson, preparePage } from './public-page.ts';

/** Fills the caches of public pages for requests with credentials; `servePublicPages` answers the others. */
@Injectable()
export class PublicPageInterceptor implements NestInterceptor {
  constructor(private readonly caches: PageCaches) {}

  intercept(context: ExecutionContext, next: CallHandler<string>): Observable<unknown> {
    const request = context.switchToHttp().getRequest<FastifyRequest>();
    const reply = context.switchToHttp().getResponse<FastifyReply>();
    const load = async () => pageOfJson(await lastValueFrom(next.handle()));
    const page = Promise.resolve(this.caches.of(context.getHandler()).get(request.url, load));
    return from(page.then(found => preparePage(found, request, reply)));
  }
}
