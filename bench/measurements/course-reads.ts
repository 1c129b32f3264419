import type { Course } from '../fill-database.ts';
import { hammer } from '../hammer.ts';
import { inTurns } from '../in-turns.ts';
import type { Circumstances, Measurement } from '../measurement.ts';
import type { Row } from '../result-table.ts';

const CONNECTIONS = 50;
/** 5,000 learners who ask for something every ten seconds. */
const ARRIVALS = 500;
const AGAINST = 'bare Fastify + pg, same statement';

/** The list, each request from another place in it, so that no cache has it. */
export const courseList: Measurement = async circumstances => [
  await compare('course list, uncached', circumstances, circumstances.shop.courses.map(listAfter)),
];

/** The sales pages of all courses in turn; by the time one is asked for again, no cache has it. */
export const coursePage: Measurement = async circumstances => [
  await compare('course page, uncached', circumstances, circumstances.shop.courses.map(pageOf)),
];

/** The list at a fixed rate of arrivals: how long people wait when they don't wait for each other. */
export const openList: Measurement = async circumstances => [
  await compare(
    `course list, ${ARRIVALS}/s arriving`,
    circumstances,
    circumstances.shop.courses.map(listAfter),
    ARRIVALS,
  ),
];

async function compare(what: string, { stage, seconds }: Circumstances, paths: string[], rate?: number): Promise<Row> {
  const requests = paths.map(path => ({ path }));
  const [product, limit] = await inTurns(
    seconds,
    ...[stage.product, stage.limit].map(
      origin => (seconds: number) => hammer({ origin, connections: CONNECTIONS, requests, seconds, rate }),
    ),
  );
  if (!product || !limit) throw new Error('a side was not measured');
  return { what, unit: 'req/s', product, limit, against: AGAINST, ...(!rate && { aim: 0.9 }) };
}

function listAfter({ publishedAt, id }: Course): string {
  const cursor = Buffer.from(JSON.stringify([publishedAt, id])).toString('base64url');
  return `/api/courses/list?limit=20&cursor=${cursor}`;
}

function pageOf({ slug }: Course): string {
  return `/api/courses/${slug}`;
}
