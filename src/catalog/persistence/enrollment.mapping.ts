import { defineEntity, p } from '@mikro-orm/postgresql';
import { constraintGuards } from '../../kernel/persistence/constraint-rules.ts';
import type { Completions } from '../domain/drip.ts';
import { Enrollment, type Grounds } from '../domain/enrollment.ts';
import { CourseAlreadyOwned } from '../domain/purchase.errors.ts';

export const enrollmentMapping = defineEntity({
  class: Enrollment,
  schema: 'catalog',
  tableName: 'enrollments',
  properties: {
    id: p.uuid().primary(),
    courseId: p.uuid(),
    learnerId: p.uuid(),
    grounds: p.text().$type<Grounds>(),
    enrolledAt: p.datetime().columnType('timestamptz'),
    _completions: p.json().$type<Completions>().fieldName('completed_lessons'),
    _completedAt: p.datetime().columnType('timestamptz').nullable().fieldName('completed_at'),
    _endedAt: p.datetime().columnType('timestamptz').nullable().fieldName('ended_at'),
  },
});

// A free course is its learner's with the purchase.
constraintGuards('enrollments_once', () => new CourseAlreadyOwned());
