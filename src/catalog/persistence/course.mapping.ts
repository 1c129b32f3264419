import { defineEntity, p } from '@mikro-orm/postgresql';
import { moneyMapping } from '../../kernel/persistence/money.mapping.ts';
import { Course, type CourseState, type Level } from '../domain/course.ts';
import type { Section } from '../domain/curriculum.ts';
import type { Portion } from '../domain/split.ts';

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
    _category: p.text().nullable().fieldName('category'),
    _level: p.text().$type<Level>().fieldName('level'),
    _language: p.text().fieldName('language'),
    _sections: p.json().$type<readonly Section[]>().fieldName('sections'),
    _state: p.text().$type<CourseState>().fieldName('state'),
    _edited: p.boolean().fieldName('edited'),
    _release: p.integer().nullable().fieldName('release'),
    _publishedAt: p.datetime().columnType('timestamptz').nullable().fieldName('published_at'),
    _submittedAt: p.datetime().columnType('timestamptz').nullable().fieldName('submitted_at'),
    _rejection: p.text().nullable().fieldName('rejection'),
    _version: p.integer().version().fieldName('version'),
    _coInstructors: p.json().$type<readonly Portion[]>().fieldName('co_instructors'),
  },
});
