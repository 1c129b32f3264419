import { defineEntity, p } from '@mikro-orm/postgresql';
import { CourseImport } from '../domain/course-import.ts';

export const courseImportMapping = defineEntity({
  class: CourseImport,
  schema: 'catalog',
  tableName: 'imports',
  properties: {
    id: p.uuid().primary(),
    requestedBy: p.uuid(),
    instructorId: p.uuid(),
    currency: p.text(),
    requestedAt: p.datetime().columnType('timestamptz'),
    rows: p.integer(),
    _imported: p.integer().fieldName('imported'),
    _refused: p.integer().fieldName('refused'),
    _finishedAt: p.datetime().columnType('timestamptz').nullable().fieldName('finished_at'),
  },
});
