import 'reflect-metadata';
import type { QueryBus } from '@nestjs/cqrs';
import type pg from 'pg';
import type { Database } from '../../src/kernel/persistence/database.ts';
import { built } from '../built.ts';

export interface Statement {
  /** Of a prepared one. */
  name?: string;
  text: string;
  values: unknown[];
}

/** The statements that the product runs to answer a path of the public catalog, in their order. */
export async function askedOfDatabase(pool: pg.Pool, path: string): Promise<Statement[]> {
  const statements: Statement[] = [];
  const query = (statement: Statement) => {
    statements.push(statement);
    return pool.query(statement);
  };
  const database = {
    prepared: async (name: string, text: string, values: unknown[]) => (await query({ name, text, values })).rows,
    pool: { query: (text: string, values: unknown[]) => query({ text, values }) },
  } as unknown as Database;
  await route(path, await queriesOn(database));
  return statements;
}

async function queriesOn(database: Database): Promise<QueryBus> {
  const [{ ListCoursesHandler, ListCourses }, { SearchCoursesHandler }, { CountCoursesHandler, CountCourses }, page] =
    await Promise.all([
      built<typeof import('../../src/catalog/queries/list-courses.ts')>('catalog/queries/list-courses'),
      built<typeof import('../../src/catalog/queries/search-courses.ts')>('catalog/queries/search-courses'),
      built<typeof import('../../src/catalog/queries/count-courses.ts')>('catalog/queries/count-courses'),
      built<typeof import('../../src/catalog/queries/get-course.ts')>('catalog/queries/get-course'),
    ]);
  const execute = (query: object) => {
    if (query instanceof ListCourses) return new ListCoursesHandler(database).execute(query);
    if (query instanceof CountCourses) return new CountCoursesHandler(database).execute(query);
    if (query instanceof page.GetCourse) return new page.GetCourseHandler(database).execute(query);
    return new SearchCoursesHandler(database).execute(query as never);
  };
  return { execute } as unknown as QueryBus;
}

/** As the product's own controller does. */
async function route(path: string, queries: QueryBus): Promise<unknown> {
  const { CoursesController } = await built<typeof import('../../src/catalog/http/courses.controller.ts')>(
    'catalog/http/courses.controller',
  );
  const { coursesQuery } = await built<typeof import('../../src/catalog/queries/courses-query.ts')>(
    'catalog/queries/courses-query',
  );
  const { facetsQuery } = await built<typeof import('../../src/catalog/queries/count-courses.ts')>(
    'catalog/queries/count-courses',
  );
  const controller = new CoursesController(queries);
  const { pathname, searchParams } = new URL(path, 'http://azora.test');
  const asked = Object.fromEntries(searchParams);
  const name = pathname.split('/').at(-1) as string;
  if (name === 'list') return controller.list(coursesQuery.parse(asked));
  if (name === 'facets') return controller.facets(facetsQuery.parse(asked));
  return controller.one(name, {});
}
