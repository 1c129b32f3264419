import type { FastifyInstance } from 'fastify';

const routesOf = new WeakMap<object, { method: string; pattern: RegExp }[]>();

/** Remembers every route, so that a wrong method can be told from an unknown path. Call it before the first route is added. */
export function rememberRoutes(server: FastifyInstance): void {
  const routes: { method: string; pattern: RegExp }[] = [];
  routesOf.set(server.server, routes);
  server.addHook('onRoute', ({ method, url }) => {
    const pattern = new RegExp(
      `^${url
        .replace(/[.+?^$()|[\]\\]/g, '\\$&')
        .replace(/:[^/]+/g, '[^/]+')
        .replace(/\*/g, '.*')}/?$`,
    );
    if (!url.includes('*')) for (const name of [method].flat()) routes.push({ method: name, pattern });
  });
}

/** The methods that a path answers to. */
export function methodsAt(server: FastifyInstance, path: string): string[] {
  const routes = routesOf.get(server.server) ?? [];
  return [...new Set(routes.filter(({ pattern }) => pattern.test(path)).map(({ method }) => method))];
}
