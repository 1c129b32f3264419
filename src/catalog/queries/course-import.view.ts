import { z } from 'zod';
import { pageView } from '../../kernel/http/page.ts';

export const courseImportView = z
  .strictObject({
    id: z.uuid(),
    instructorId: z.uuid(),
    requestedAt: z.iso.datetime(),
    rows: z.int().meta({ example: 4_000 }),
    imported: z.int().describe('of which there are drafts now').meta({ example: 3_988 }),
    refused: z.int().meta({ example: 12 }),
    finishedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'CourseImport' });

export const importRowView = z
  .strictObject({
    number: z.int().describe('from 1 on; the heading is no row').meta({ example: 17 }),
    cells: z.record(z.string(), z.unknown()).nullable().describe('as it came; null for what is no row'),
    courseId: z.uuid().nullable().describe('the draft it became'),
    problems: z
      .array(z.strictObject({ column: z.string(), problem: z.string() }))
      .nullable()
      .describe('why it was refused; null otherwise'),
  })
  .meta({ id: 'ImportRow' });

export const importRowPageView = pageView(importRowView).meta({ id: 'ImportRowPage' });
