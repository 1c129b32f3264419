import { defineEntity, p } from '@mikro-orm/postgresql';
import { moneyMapping } from '../../kernel/persistence/money.mapping.ts';
import { Course, type CourseState, type Lesson } from '../domain/course.ts';

export const courseMapping = defineEntity({
  class: Course,
  schema: 'catalog',
  tableName: 'courses',
  properties: {
    id: p.uuid().primary(),
    instructorId: p.uuid(),
    slug: p.text(),
    createdAt: p.datetime().columnType('timestamptz'),
    _title: p.text().fieldName('title'),
    _summary: p.text().fieldName('summary'),
    _price: () => p.embedded(moneyMapping).prefix('price_'),
    _lessons: p.json().$type<readonly Lesson[]>().fieldName('lessons'),
    _state: p.text().$type<CourseState>().fieldName('state'),
    _publishedAt: p.datetime().columnType('timestamptz').nullable().fieldName('published_at'),
    _version: p.integer().version().fieldName('version'),
  },
});
