import { Injectable } from '@nestjs/common';
import { type PersonalData, PersonalDataOf } from '../../identity/personal-data.contract.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { AUTHORED_LESSON, lessonsWithText } from './lessons-sql.ts';

@Injectable()
@PersonalDataOf('catalog')
export class PersonalDataOfCatalog implements PersonalData {
  constructor(private readonly database: Database) {}

  async personalDataOf(userId: string) {
    const [
      purchases,
      enrollments,
      quizAttempts,
      certificates,
      reviews,
      reviewReports,
      reviewReplies,
      courses,
      taughtCourses,
      splitAgreements,
    ] = await Promise.all([
      this.database.kysely
        .selectFrom('catalog.purchases')
        .select(['id', 'course_id as courseId', 'price_amount as amount', 'price_currency as currency', 'state'])
        .select('started_at as startedAt')
        .where('learner_id', '=', userId)
        .orderBy('id')
        .execute(),
      this.database.kysely
        .selectFrom('catalog.enrollments')
        .select(['id', 'course_id as courseId', 'enrolled_at as enrolledAt', 'completed_lessons as completedLessons'])
        .select(['completed_at as completedAt', 'ended_at as endedAt'])
        .where('learner_id', '=', userId)
        .orderBy('id')
        .execute(),
      this.database.kysely
        .selectFrom('catalog.quiz_attempts as a')
        .innerJoin('catalog.enrollments as e', 'e.id', 'a.enrollment_id')
        .select(['e.course_id as courseId', 'a.quiz_id as quizId', 'a.number', 'a.marks', 'a.percent'])
        .select('a.submitted_at as submittedAt')
        .where('e.learner_id', '=', userId)
        .orderBy('a.submitted_at')
        .execute(),
      this.database.kysely
        .selectFrom('catalog.certificates as k')
        .innerJoin('catalog.enrollments as e', 'e.id', 'k.id')
        .select(['e.course_id as courseId', 'k.code', 'k.title', 'k.name', 'e.completed_at as completedAt'])
        .where('e.learner_id', '=', userId)
        .orderBy('k.id')
        .execute(),
      this.database.kysely
        .selectFrom('catalog.reviews')
        .select([
          'id',
          'course_id as courseId',
          'rating',
          'text',
          'posted_at as postedAt',
          'changed_at as changedAt',
          'state',
        ])
        .where('learner_id', '=', userId)
        .orderBy('id')
        .execute(),
      this.database.kysely
        .selectFrom('catalog.review_reports')
        .select(['review_id as reviewId', 'reason', 'reported_at as reportedAt'])
        .where('reporter_id', '=', userId)
        .orderBy('review_id')
        .execute(),
      this.database.kysely
        .selectFrom('catalog.reviews')
        .select(['id as reviewId', 'reply as text', 'replied_at as repliedAt'])
        .where('instructor_id', '=', userId)
        .where('reply', 'is not', null)
        .orderBy('id')
        .execute(),
      this.database.prepared(
        'personal-courses',
        `select c.id, c.title, c.summary, c.state, c.created_at as "createdAt", ${lessonsWithText('c.sections', { more: AUTHORED_LESSON })} as lessons
         from catalog.courses c where c.instructor_id = $1 order by c.id`,
        [userId],
      ),
      this.database.prepared(
        'personal-taught-courses',
        `select c.id, c.title, (one ->> 'portion')::int as portion
         from catalog.courses c, jsonb_array_elements(c.co_instructors) one
         where c.co_instructors <> '[]' and c.co_instructors @> jsonb_build_array(jsonb_build_object('instructorId', $1::uuid))
           and one ->> 'instructorId' = $1::text order by c.id`,
        [userId],
      ),
      this.database.prepared(
        'personal-agreements',
        `select a.course_id as "courseId", a.basis_points as "basisPoints", a.effective_at as "from", a.set_at as "setAt"
         from catalog.agreements a left join catalog.courses c on c.id = a.course_id
         where a.instructor_id = $1 or c.instructor_id = $1 order by a.id`,
        [userId],
      ),
    ]);
    return {
      purchases,
      enrollments,
      quizAttempts,
      certificates,
      reviews,
      reviewReports,
      reviewReplies,
      courses,
      taughtCourses,
      splitAgreements,
    };
  }
}
