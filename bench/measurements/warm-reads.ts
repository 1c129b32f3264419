import { accessToken } from '../access-token.ts';
import { hammer } from '../hammer.ts';
import { inTurns } from '../in-turns.ts';
import type { Circumstances, Measurement } from '../measurement.ts';
import type { Row } from '../result-table.ts';

const CONNECTIONS = 50;
const PRICE_CHANGES = 50;

/** The first page of the list, and one sales page: what everybody asks for. */
export const warmReads: Measurement = async circumstances => {
  const slug = circumstances.shop.courses[0]?.slug;
  const rows = [
    ...(await compare('course list, warm', circumstances, '/api/courses/list?limit=20')),
    ...(await compare('course page, warm', circumstances, `/api/courses/${slug}`)),
  ];
  const missed = await staleReads(circumstances);
  circumstances.note(
    `Price changes under load that the next read of list or page did not show: ${missed} of ${PRICE_CHANGES}`,
  );
  return rows;
};

async function compare(what: string, { stage, seconds }: Circumstances, path: string): Promise<Row[]> {
  const bytes = (await (await fetch(stage.product + path)).arrayBuffer()).byteLength;
  const run = (origin: string, path: string) => (seconds: number) =>
    hammer({ origin, connections: CONNECTIONS, requests: [{ path }], seconds });
  const [product, noQuery, sameQuery] = await inTurns(
    seconds,
    run(stage.product, path),
    run(stage.limit, `/no-query/${bytes}`),
    run(stage.limit, path),
  );
  if (!product || !noQuery || !sameQuery) throw new Error('a side was not measured');
  return [
    { what, unit: 'req/s', product, limit: noQuery, against: 'bare Fastify, no query, same size', aim: 0.6 },
    { what, unit: 'req/s', product, limit: sameQuery, against: 'bare Fastify + pg, same statement' },
  ];
}

/** Changes a price again and again while both pages are in demand. @returns how often the very next read showed the old one */
async function staleReads({ stage, shop }: Circumstances): Promise<number> {
  const [course] = shop.courses;
  if (!course) throw new Error('there is no course');
  const page = `/api/courses/${course.slug}`;
  const list = '/api/courses/list?limit=20';
  const demand = hammer({
    origin: stage.product,
    connections: CONNECTIONS,
    requests: [{ path: page }, { path: list }],
    seconds: 5,
  });
  const authorization = `Bearer ${await accessToken(stage, course.instructorId)}`;
  let missed = 0;
  for (let amount = 1; amount <= PRICE_CHANGES; amount++) {
    const body = JSON.stringify({ title: course.title, summary: '', price: { amount, currency: 'USD' } });
    const headers = { authorization, 'content-type': 'application/json' };
    const changed = await fetch(`${stage.product}/api/courses/${course.id}`, { method: 'PUT', headers, body });
    if (!changed.ok) throw new Error(await changed.text());
    const shown = await Promise.all(
      [page, list].map(path => fetch(stage.product + path).then(answer => answer.text())),
    );
    if (!shown.every(text => text.includes(`{"amount" : ${amount},`) || text.includes(`{"amount":${amount},`)))
      missed += 1;
  }
  await demand;
  return missed;
}
