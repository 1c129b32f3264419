import { defineEntity, p } from '@mikro-orm/postgresql';
import { constraintGuards } from '../../kernel/persistence/constraint-rules.ts';
import { AlreadyReviewed } from '../domain/review.errors.ts';
import { Review, type ReviewState } from '../domain/review.ts';

constraintGuards('reviews_once', () => new AlreadyReviewed());

export const reviewMapping = defineEntity({
  class: Review,
  schema: 'catalog',
  tableName: 'reviews',
  properties: {
    id: p.uuid().primary(),
    courseId: p.uuid(),
    learnerId: p.uuid(),
    instructorId: p.uuid(),
    postedAt: p.datetime().columnType('timestamptz'),
    _rating: p.integer().nullable().fieldName('rating'),
    _text: p.text().fieldName('text'),
    _changedAt: p.datetime().columnType('timestamptz').nullable().fieldName('changed_at'),
    _state: p.text().$type<ReviewState>().fieldName('state'),
    _reply: p.text().nullable().fieldName('reply'),
    _repliedAt: p.datetime().columnType('timestamptz').nullable().fieldName('replied_at'),
  },
});
