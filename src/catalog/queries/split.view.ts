import { z } from 'zod';
import { pageView } from '../../kernel/http/page.ts';
import type { Agreement } from '../domain/agreement.ts';

const basisPoints = z
  .int()
  .describe("the instructors' part of a sale, in ten-thousandths; the platform has the rest")
  .meta({ example: 8_000 });

export const agreementView = z
  .strictObject({
    id: z.uuid(),
    for: z.enum(['course', 'instructor']).describe('this course alone, or each course of its owner'),
    basisPoints,
    from: z.iso.datetime().describe('it holds for sales that start from this moment on'),
    setBy: z.uuid(),
    setAt: z.iso.datetime(),
  })
  .meta({ id: 'SplitAgreement' });

/** How sales of a course are divided. */
export const splitView = pageView(agreementView)
  .extend({
    basisPoints,
    holds: agreementView.nullable().describe('the agreement by which sales are divided now; null while none is'),
  })
  .meta({ id: 'Split' });

export function viewOf(agreement: Agreement): z.infer<typeof agreementView> {
  const { id, courseId, basisPoints: part, effectiveAt, setBy, setAt } = agreement;
  return {
    id,
    for: courseId ? 'course' : 'instructor',
    basisPoints: part,
    from: effectiveAt.toISOString(),
    setBy,
    setAt: setAt.toISOString(),
  };
}
