import { Injectable, OnModuleInit } from '@nestjs/common';
import { PATH_METADATA, ROUTE_ARGS_METADATA } from '@nestjs/common/constants.js';
import { DiscoveryService, ExternalContextCreator, MetadataScanner } from '@nestjs/core';
import { RouteParamsFactory } from '@nestjs/core/router/route-params-factory.js';
import type { FastifyRequest } from 'fastify';
import type { Page } from '../caching/page-cache.ts';
import { FORGOTTEN_ON, PageCaches } from '../caching/page-caches.ts';
import { pageOfJson } from './public-page.ts';

interface PublicRoute {
  readonly handler: unknown;
  readonly handle: (request: FastifyRequest) => Promise<string>;
}

/** The routes of public pages, each with what Nest makes of its handler without guards and interceptors: input is checked as ever. */
@Injectable()
export class PublicPages implements OnModuleInit {
  private readonly routes = new Map<string, PublicRoute>();

  constructor(
    private readonly discovery: DiscoveryService,
    private readonly scanner: MetadataScanner,
    private readonly contexts: ExternalContextCreator,
    private readonly caches: PageCaches,
  ) {}

  onModuleInit(): void {
    for (const { metatype, instance } of this.discovery.getControllers()) {
      for (const name of this.scanner.getAllMethodNames(metatype?.prototype)) {
        if (Reflect.hasMetadata(FORGOTTEN_ON, instance[name]))
          this.routes.set(pathOf(instance, name), this.routeOf(instance, name));
      }
    }
  }

  /**
   * What answers a request: the page where one is kept, else how to load it. Who signs in is counted by name, which takes the
   * guards; so does what is not a public page.
   */
  at(request: FastifyRequest): Page | (() => Page | Promise<Page>) | undefined {
    if (request.method !== 'GET') return undefined;
    const known = this.caches.at(request.url);
    if (known) return known;
    const route = this.routes.get(request.routeOptions.url ?? '');
    if (!route || request.headers.authorization !== undefined) return undefined;
    const load = async () => pageOfJson(await route.handle(request));
    return () => this.caches.of(route.handler).get(request.url, load);
  }

  private routeOf(instance: object, name: string): PublicRoute {
    const handler = instance[name as never];
    const bare = { guards: false, interceptors: false, filters: false };
    const handle = this.contexts.create(
      instance,
      handler,
      name,
      ROUTE_ARGS_METADATA,
      FROM_REQUEST,
      undefined,
      undefined,
      bare,
    );
    return { handler, handle };
  }
}

const params = new RouteParamsFactory();
const FROM_REQUEST = {
  exchangeKeyForValue: (type: number, data: string, [req]: [FastifyRequest]) =>
    params.exchangeKeyForValue(type, data, { req, res: undefined, next: undefined as never }),
};

function pathOf(instance: object, name: string): string {
  const parts = [instance.constructor, instance[name as never]].map(part => Reflect.getMetadata(PATH_METADATA, part));
  return `/${parts.join('/')}`;
}
