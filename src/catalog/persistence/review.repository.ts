import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { ReviewNotFound } from '../domain/review.errors.ts';
import type { Review } from '../domain/review.ts';
import { Reviews } from '../domain/reviews.ts';
import { reviewMapping } from './review.mapping.ts';

@Injectable()
export class ReviewRepository extends Reviews {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(review: Review): void {
    this.em.persist(review);
  }

  override remove(review: Review): void {
    this.em.remove(review);
  }

  override async lock(id: string): Promise<Review> {
    const review = await this.lockToJudge(id);
    if (review.state === 'withdrawn') throw new ReviewNotFound();
    return review;
  }

  override async lockToJudge(id: string): Promise<Review> {
    const review = await this.em.findOne(reviewMapping, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!review) throw new ReviewNotFound();
    return review;
  }

  override async find(courseId: string, learnerId: string): Promise<Review | undefined> {
    return (await this.em.findOne(reviewMapping, { courseId, learnerId })) ?? undefined;
  }

  override ofLearner(learnerId: string): Promise<Review[]> {
    return this.em.find(reviewMapping, { learnerId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  }

  override async isReported(reviewId: string): Promise<boolean> {
    const sql = 'select from catalog.review_reports where review_id = ? limit 1';
    return (await this.em.execute<object[]>(sql, [reviewId])).length > 0;
  }

  override async report(reviewId: string, reporterId: string, reason: string, now: Date): Promise<void> {
    await this.em.execute(
      `insert into catalog.review_reports (review_id, reporter_id, reason, reported_at) values (?, ?, ?, ?)
       on conflict do nothing`,
      [reviewId, reporterId, reason, now],
    );
  }

  override async settleReports(reviewId: string): Promise<void> {
    await this.em.execute('delete from catalog.review_reports where review_id = ?', [reviewId]);
  }

  override async forgetReplies(instructorId: string): Promise<void> {
    await this.em.execute(
      'update catalog.reviews set reply = null, replied_at = null where instructor_id = ? and reply is not null',
      [instructorId],
    );
  }

  override async forgetReporter(reporterId: string): Promise<void> {
    await this.em.execute('delete from catalog.review_reports where reporter_id = ?', [reporterId]);
  }
}
