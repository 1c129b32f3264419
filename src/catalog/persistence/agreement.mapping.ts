import { defineEntity, p } from '@mikro-orm/postgresql';
import { Agreement } from '../domain/agreement.ts';

export const agreementMapping = defineEntity({
  class: Agreement,
  schema: 'catalog',
  tableName: 'agreements',
  properties: {
    id: p.uuid().primary(),
    courseId: p.uuid().nullable(),
    instructorId: p.uuid().nullable(),
    basisPoints: p.integer(),
    effectiveAt: p.datetime().columnType('timestamptz'),
    setBy: p.uuid(),
    setAt: p.datetime().columnType('timestamptz'),
  },
});
