import fastify, { type FastifyReply } from 'fastify';
import pg from 'pg';
import { built } from './built.ts';
import { recordedStatement } from './recorded-statement.ts';

/** The physical limit of a read: bare Fastify and `pg` with the product's own statements, and routes that run no query. */

const { ListCoursesHandler, ListCourses } =
  await built<typeof import('../src/catalog/queries/list-courses.ts')>('catalog/queries/list-courses');
const { GetCourseHandler, GetCourse } =
  await built<typeof import('../src/catalog/queries/get-course.ts')>('catalog/queries/get-course');

const list = await recordedStatement(database =>
  new ListCoursesHandler(database).execute(new ListCourses({ sort: 'newest', limit: 20, filter: {} })),
);
const page = await recordedStatement(database => new GetCourseHandler(database).execute(new GetCourse('')));

const pool = new pg.Pool({ connectionString: process.env.DATABASE_URL, max: Number(process.env.DATABASE_POOL) });
const server = fastify();

server.get<{ Querystring: { limit: string; cursor?: string } }>('/api/courses/list', async ({ query }, reply) => {
  const [publishedAt, id] = query.cursor
    ? JSON.parse(Buffer.from(query.cursor, 'base64url').toString())
    : ['infinity', 'ffffffff-ffff-ffff-ffff-ffffffffffff'];
  const { rows } = await pool.query({ ...list, values: [publishedAt, id, query.limit] });
  const { items, more, last } = rows[0];
  const next = more ? `"${Buffer.from(JSON.stringify(last)).toString('base64url')}"` : 'null';
  return sendJson(reply, `{"items":${items},"nextCursor":${next}}`);
});

server.get<{ Params: { slug: string } }>('/api/courses/:slug', async ({ params }, reply) => {
  const { rows } = await pool.query({ ...page, values: [params.slug] });
  return sendJson(reply, rows[0].course);
});

const bodies = new Map<string, string>();

server.get<{ Params: { bytes: string } }>('/no-query/:bytes', async ({ params: { bytes } }, reply) => {
  const body = bodies.get(bytes) ?? JSON.stringify('x'.repeat(Number(bytes) - 2));
  bodies.set(bytes, body);
  return sendJson(reply, body);
});

/** Statements that were heard from the product, by the path that they answer; several run one after the other. */
const replays = new Map<string, { name?: string; text: string; values: unknown[] }[]>();

server.post<{ Body: [path: string, statements: { text: string; values: unknown[] }[]][] }>(
  '/replays',
  { bodyLimit: 64 * 1024 ** 2 },
  async ({ body }, reply) => {
    for (const [path, statements] of body) replays.set(path, statements);
    return sendJson(reply, '{}');
  },
);

server.get('/replays/*', async ({ url }, reply) => {
  const answers: string[] = [];
  for (const statement of replays.get(url) ?? []) {
    const { rows } = await pool.query(statement);
    for (const row of rows) answers.push(row.items ?? row.item ?? row.facets ?? row.course);
  }
  return sendJson(reply, `{"items":[${answers.join(',')}]}`);
});

server.post('/webhook', async (_, reply) => sendJson(reply, '{}'));
server.get('/health/ready', async (_, reply) => sendJson(reply, '{}'));

await server.listen({ host: '127.0.0.1', port: Number(process.env.PORT) });

function sendJson(reply: FastifyReply, body: string): FastifyReply {
  return reply.header('content-type', 'application/json; charset=utf-8').send(body);
}
