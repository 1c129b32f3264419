import { DiscoveryService, MetadataScanner } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { Azora } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { aPublishedCourse } from '../../../test/support/courses.ts';
import { anInstructor } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { FORGOTTEN_ON } from '../caching/page-caches.ts';
import { PublicPages } from './public-pages.ts';

/** A token of nobody's: such a request goes through the guards. */
const GUARDED = { authorization: 'Bearer of-nobody' };

describe('A public page that is not kept', () => {
  let azora: Azora;
  let slug: string;
  let courseId: string;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    ({ slug, id: courseId } = await aPublishedCourse(await anInstructor(azora)));
  });

  afterAll(() => azora.stop());

  const PASSING = ['date', 'ratelimit'];

  function lasting({ status, headers, body }: Answer) {
    const { traceId: _, ...said } = body;
    return { status, body: said, headers: [...headers].filter(([name]) => !PASSING.includes(name)) };
  }

  it('is what the guarded way answers: body, headers and refusals', async () => {
    for (const [path, same] of [
      ['/api/courses/list?limit=1', '/api/courses/list?limit=01'],
      ['/api/courses/facets?rating=1', '/api/courses/facets?rating=01'],
      [`/api/courses/${slug}`, `/api/courses/${slug.replace('-', '%2D')}`],
      [`/api/courses/${courseId}/reviews?limit=1`, `/api/courses/${courseId}/reviews?limit=01`],
      ['/api/courses/list?limit=0', '/api/courses/list?limit=00'],
      ['/api/courses/list?unknown=1', '/api/courses/list?unknown=01'],
      ['/api/courses/missing', '/api/courses/missing'],
      ['/api/courses/missing?one', '/api/courses/missing?one'],
      ['/api/courses/me/reviews', '/api/courses/me/reviews'],
    ]) {
      const answer = await azora.api.get(path as string);
      expect(lasting(answer)).toEqual(lasting(await azora.api.with(GUARDED).get(same as string)));
      expect(answer.headers.get('ratelimit')).toMatch(/^"default";r=\d+;t=\d+$/);
    }
  });

  it('tells nothing of a failure of ours', async () => {
    await rowsOf(azora, 'alter table catalog.listings rename to mislaid');
    try {
      expectProblem(await azora.api.get('/api/courses/list?limit=2'), 500, 'internal_error');
    } finally {
      await rowsOf(azora, 'alter table catalog.mislaid rename to listings');
    }
    expect(await azora.api.get('/api/courses/list?limit=2')).toMatchObject({ status: 200 });
  });

  it('is of a route that anybody may read, whom no guard has to know', () => {
    const scanner = azora.app.get(MetadataScanner, { strict: false });
    const closed = azora.app
      .get(DiscoveryService, { strict: false })
      .getControllers()
      .flatMap(({ metatype }) =>
        scanner.getAllMethodNames(metatype?.prototype).map(name => ({ metatype, handler: metatype?.prototype[name] })),
      )
      .filter(({ handler }) => Reflect.hasMetadata(FORGOTTEN_ON, handler))
      .filter(({ metatype, handler }) =>
        [handler, metatype].every(part => Reflect.getMetadata('azora:access', part as object) !== 'public'),
      );
    expect(closed).toEqual([]);
  });

  it.each(['/api/courses/list', '/api/courses/facets', '/api/courses/:course', '/api/courses/:id/reviews'])(
    'is loaded before the guards: %s',
    url => {
      const asked = (authorization?: string) =>
        azora.app
          .get(PublicPages)
          .at({ method: 'GET', url: '/new', headers: { authorization }, routeOptions: { url } } as FastifyRequest);
      expect(asked()).toBeInstanceOf(Function);
      expect(asked(GUARDED.authorization)).toBeUndefined();
    },
  );
});
