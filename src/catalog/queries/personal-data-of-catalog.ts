import { Injectable } from '@nestjs/common';
import { type PersonalData, PersonalDataOf } from '../../identity/personal-data.contract.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { AUTHORED_LESSON, lessonsWithText } from './lessons-sql.ts';

/** Each section of the export, of the person whose id is $1. */
const SECTIONS = {
  purchases: `
    select id, course_id as "courseId", price_amount as amount, price_currency as currency, state, started_at as "startedAt"
    from catalog.purchases where learner_id = $1 order by id`,
  enrollments: `
    select id, course_id as "courseId", enrolled_at as "enrolledAt", completed_lessons as "completedLessons",
           completed_at as "completedAt", ended_at as "endedAt"
    from catalog.enrollments where learner_id = $1 order by id`,
  quizAttempts: `
    select e.course_id as "courseId", a.quiz_id as "quizId", a.number, a.marks, a.percent, a.submitted_at as "submittedAt"
    from catalog.quiz_attempts a join catalog.enrollments e on e.id = a.enrollment_id
    where e.learner_id = $1 order by a.submitted_at`,
  certificates: `
    select e.course_id as "courseId", k.code, k.title, k.name, e.completed_at as "completedAt"
    from catalog.certificates k join catalog.enrollments e on e.id = k.id where e.learner_id = $1 order by k.id`,
  reviews: `
    select id, course_id as "courseId", rating, text, posted_at as "postedAt", changed_at as "changedAt", state
    from catalog.reviews where learner_id = $1 order by id`,
  reviewReports: `
    select review_id as "reviewId", reason, reported_at as "reportedAt"
    from catalog.review_reports where reporter_id = $1 order by review_id`,
  reviewReplies: `
    select id as "reviewId", reply as text, replied_at as "repliedAt"
    from catalog.reviews where instructor_id = $1 and reply is not null order by id`,
  courses: `
    select c.id, c.title, c.summary, c.state, c.created_at as "createdAt",
           ${lessonsWithText('c.sections', { more: AUTHORED_LESSON })} as lessons
    from catalog.courses c where c.instructor_id = $1 order by c.id`,
  taughtCourses: `
    select c.id, c.title, (one ->> 'portion')::int as portion
    from catalog.courses c, jsonb_array_elements(c.co_instructors) one
    where c.co_instructors <> '[]' and c.co_instructors @> jsonb_build_array(jsonb_build_object('instructorId', $1::uuid))
      and one ->> 'instructorId' = $1::text order by c.id`,
  splitAgreements: `
    select a.course_id as "courseId", a.basis_points as "basisPoints", a.effective_at as "from", a.set_at as "setAt"
    from catalog.agreements a left join catalog.courses c on c.id = a.course_id
    where a.instructor_id = $1 or c.instructor_id = $1 order by a.id`,
} as const;

@Injectable()
@PersonalDataOf('catalog')
export class PersonalDataOfCatalog implements PersonalData {
  constructor(private readonly database: Database) {}

  async personalDataOf(userId: string) {
    const sections = Object.entries(SECTIONS).map(async ([name, sql]) => {
      return [name, await this.database.prepared(`personal-${name}`, sql, [userId])] as const;
    });
    return Object.fromEntries(await Promise.all(sections));
  }
}
