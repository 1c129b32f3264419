import type { AccountView } from '../../identity/identity.contract.ts';

export const REVIEW_COLUMNS = [
  'id',
  'course_id',
  'learner_id',
  'rating',
  'text',
  'posted_at',
  'changed_at',
  'reply',
  'replied_at',
] as const;

interface ReviewRow {
  readonly id: string;
  readonly course_id: string;
  readonly learner_id: string;
  readonly rating: number;
  readonly text: string;
  readonly posted_at: Date;
  readonly changed_at: Date | null;
  readonly reply: string | null;
  readonly replied_at: Date | null;
}

/** @param accounts of whoever wrote reviews, as far as they are still there */
export function reviewsFrom(rows: readonly ReviewRow[], accounts: readonly AccountView[]) {
  const names = new Map(accounts.map(({ id, name }) => [id, name]));
  return rows.map(row => ({
    id: row.id,
    courseId: row.course_id,
    rating: row.rating,
    text: row.text,
    author: { id: row.learner_id, name: names.get(row.learner_id) ?? null },
    postedAt: row.posted_at.toISOString(),
    changedAt: row.changed_at?.toISOString() ?? null,
    reply: row.reply === null || !row.replied_at ? null : { text: row.reply, repliedAt: row.replied_at.toISOString() },
  }));
}
