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

export interface ReviewRow<Rating = number> {
  readonly id: string;
  readonly course_id: string;
  readonly learner_id: string;
  readonly rating: Rating;
  readonly text: string;
  readonly posted_at: Date;
  readonly changed_at: Date | null;
  readonly reply: string | null;
  readonly replied_at: Date | null;
}

/** @param accounts of whoever wrote reviews, as far as they are still there */
export function reviewFrom<Rating>(row: ReviewRow<Rating>, accounts: readonly AccountView[]) {
  const {
    id,
    course_id: courseId,
    learner_id: learnerId,
    rating,
    text,
    posted_at,
    changed_at,
    reply,
    replied_at,
  } = row;
  return {
    id,
    courseId,
    rating,
    text,
    author: { id: learnerId, name: accounts.find(account => account.id === learnerId)?.name ?? null },
    postedAt: posted_at.toISOString(),
    changedAt: changed_at?.toISOString() ?? null,
    reply: reply === null || !replied_at ? null : { text: reply, repliedAt: replied_at.toISOString() },
  };
}
