import { defineEntity, p } from '@mikro-orm/postgresql';
import type { Section } from '../domain/curriculum.ts';
import { Release } from '../domain/release.ts';

export const releaseMapping = defineEntity({
  class: Release,
  schema: 'catalog',
  tableName: 'releases',
  properties: {
    courseId: p.uuid().primary(),
    number: p.integer().primary(),
    sections: p.json().$type<readonly Section[]>(),
  },
});
