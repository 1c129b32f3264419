import { defineEntity, p } from '@mikro-orm/postgresql';
import { Certificate } from '../domain/certificate.ts';

export const certificateMapping = defineEntity({
  class: Certificate,
  schema: 'catalog',
  tableName: 'certificates',
  properties: {
    id: p.uuid().primary(),
    code: p.text(),
    title: p.text(),
    name: p.text().nullable(),
  },
});
