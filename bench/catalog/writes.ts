import type pg from 'pg';
import { v7 } from 'uuid';
import { accessToken } from '../access-token.ts';
import { p95Of } from '../figures.ts';
import type { Stage } from '../stage.ts';

const TIMES = 100;

export interface Writers {
  instructorId: string;
  learnerId: string;
}

/** What 95 of a hundred changes of one listing each took, in milliseconds: one after the other, from the request to its answer. */
export async function measureWrites(
  stage: Stage,
  pool: pg.Pool,
  { instructorId, learnerId }: Writers,
): Promise<Record<string, number>> {
  const instructor = await callerOf(stage, instructorId);
  const learner = await callerOf(stage, learnerId);
  const own: string[] = [];
  for (let n = 0; n < TIMES; n++) own.push((await instructor('POST', '/api/courses/upload', draft(n))).id);
  const { rows: free } = await pool.query<{ id: string; lessonId: string }>(
    `select c.id, c.sections -> 0 -> 'lessons' -> 0 ->> 'id' as "lessonId" from catalog.courses c
     where c.price_amount = 0 and c.instructor_id <> $1 and c.slug like 'course-%'
       and not exists (select from catalog.enrollments e where e.course_id = c.id)
     order by hashtext(c.slug) limit ${TIMES}`,
    [instructorId],
  );
  const publish = await timed(own, id => instructor('POST', `/api/courses/${id}/publish`));
  const price = await timed(own, id => instructor('PUT', `/api/courses/${id}`, offer(1_000)));
  const purchase = await timed(free, ({ id }) => learner('POST', '/api/courses/purchase', { courseId: id }));
  for (const { id, lessonId } of free) await learner('POST', `/api/courses/${id}/lessons/${lessonId}/complete`);
  const review = await timed(free, ({ id }) =>
    learner('POST', `/api/courses/${id}/reviews`, { rating: 5, text: 'Good.' }),
  );
  return { publish, 'price change': price, 'purchase, free': purchase, review };
}

async function timed<Case>(cases: Case[], change: (one: Case) => Promise<unknown>): Promise<number> {
  const latencies: number[] = [];
  for (const one of cases) {
    const start = performance.now();
    await change(one);
    latencies.push(performance.now() - start);
  }
  return p95Of(latencies);
}

async function callerOf(stage: Stage, userId: string) {
  const authorization = `Bearer ${await accessToken(stage, userId)}`;
  return async (method: string, path: string, body?: object): Promise<{ id: string }> => {
    const headers = {
      authorization,
      'idempotency-key': v7(),
      ...(body && { 'content-type': 'application/json' }),
    };
    const answer = await fetch(stage.product + path, { method, headers, ...(body && { body: JSON.stringify(body) }) });
    if (!answer.ok) throw new Error(`${method} ${path}: ${await answer.text()}`);
    return answer.status === 204 ? { id: '' } : ((await answer.json()) as { id: string });
  };
}

function offer(amount: number): object {
  return { title: 'A course of the bench', summary: 'What it says.', price: { amount, currency: 'USD' } };
}

function draft(number: number): object {
  return {
    ...offer(2_000),
    title: `A course of the bench ${number}`,
    lessons: [{ title: 'A lesson', body: 'What it says.', preview: true }],
  };
}
