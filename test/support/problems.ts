import { problemView } from '../../src/kernel/http/problem.ts';
import type { Answer } from './client.ts';

/** A refusal as every route sends it: problem+json, complete, with the headers of every answer and not a word of the inside. */
export function expectProblem(answer: Answer, status: number, code: string): void {
  expect({ status: answer.status, code: answer.body?.code ?? answer.body }).toEqual({ status, code });
  expect(answer.headers.get('content-type')).toMatch(/^application\/problem\+json(; charset=utf-8)?$/);
  expect(answer.headers.get('x-content-type-options')).toBe('nosniff');
  expect(answer.headers.get('cache-control')).toBe('no-store');
  expect(problemView.parse(answer.body)).toMatchObject({ status, type: `urn:azora:problem:${code}` });
  expect(answer.body.traceId).toMatch(/^[\da-f]{32}$/);
  expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\\.ts:|select |insert |FST_|Error:/);
}
