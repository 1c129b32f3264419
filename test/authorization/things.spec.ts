import { aDisputedPayment } from '../../src/billing/testing/charged.ts';
import { aSavedMethod } from '../../src/billing/testing/methods.ts';
import { ROLES, type Role } from '../../src/identity/domain/permissions.ts';
import { aStoredMember } from '../../src/organizations/testing/members.ts';
import { Azora, unique } from '../support/azora.ts';
import type { Answer, Client } from '../support/client.ts';
import { aPublishedCourse } from '../support/courses.ts';
import { GOOD_BODIES, GOOD_FORMS } from '../support/good-bodies.ts';
import { addressOf, isPublic, NOBODY, OPERATIONS, type Operation } from '../support/operations.ts';
import { anew, PASSWORD, type Person, someoneWith, verified } from '../support/people.ts';
import { expectProblem } from '../support/problems.ts';

type Parameters = Record<string, string>;

/** What an operation with a path parameter is about. */
interface Thing {
  /** How somebody comes to a fresh one: its place in the path. */
  readonly freshOf: (owner: Person) => Promise<Parameters>;
  /** How others hear that it is not there; undefined where whoever has the permission may do it to everybody. */
  readonly absent?: string;
  /** How somebody who names it as a part of something of their own hears so. */
  readonly absentWithin?: string;
  /** How whoever may do it hears that there is nothing to do: it is theirs to hear. */
  readonly idle?: string;
}

let azora: Azora;

const anApiKey = async ({ api }: Person) => {
  const { body } = await api.post('/api/api-keys', { name: 'mine', scopes: ['account:read'], password: PASSWORD });
  return { id: body.id };
};

const aSession = async (owner: Person) => {
  const { body } = await (await anew(azora, owner)).get('/api/auth/sessions');
  return { id: body.items.find(({ current }: { current: boolean }) => current).id };
};

const anOrganization = async (owner: Person) => {
  const { api } = await verified(azora, owner);
  return { id: (await api.post('/api/organizations', { name: 'Mine' })).body.id };
};

const aMember = async (owner: Person) => {
  const { id } = await anOrganization(owner);
  const member = await aStoredMember(azora, { id, path: `/api/organizations/${id}`, owner });
  return { id, userId: member.id };
};

const anInvitation = async (owner: Person) => {
  const { id } = await anOrganization(owner);
  const body = { email: `${unique('ada')}@example.org`, role: 'member' };
  const { body: invitation } = await owner.api.post(`/api/organizations/${id}/invitations`, body);
  return { id, invitationId: invitation.id };
};

const aCourse = async (owner: Person) => {
  const { id, sectionId, lessonIds } = await aPublishedCourse(owner);
  return { id, course: id, sectionId, lessonId: lessonIds[0] as string };
};

const anImport = async ({ api }: Person) => {
  const { id: instructorId } = await someoneWith(azora, 'instructor');
  const form = new FormData();
  form.append('import', JSON.stringify({ instructorId, currency: 'USD', format: 'csv' }));
  form.append('file', new Blob(['title,price\nOne,10']), 'courses.csv');
  return { id: (await api.post('/api/admin/courses/import', form)).body.id };
};

const aCourseOfSomebody = async () => aCourse(await someoneWith(azora, 'instructor'));

const aPayment = async ({ api }: Person) => {
  const { id: courseId } = await aPublishedCourse(await someoneWith(azora, 'instructor'));
  const { body } = await api.once().post('/api/courses/purchase', { courseId });
  return { id: body.paymentId };
};

const aPaymentMethod = async (owner: Person) => ({ id: await aSavedMethod(owner) });

/** Has a receipt. */
const aPaidPayment = async ({ api }: Person) => {
  const { id: courseId } = await aPublishedCourse(await someoneWith(azora, 'instructor'));
  const { body } = await api.once().post('/api/courses/purchase', { courseId, paymentMethod: 'pm_card_visa' });
  return { id: body.paymentId };
};

/** A free course is its learner's at once. */
const anEnrollment = async ({ api }: Person) => {
  const { id, lessonIds } = await aPublishedCourse(await someoneWith(azora, 'instructor'), 0);
  await api.once().post('/api/courses/purchase', { courseId: id });
  return { id, lessonId: lessonIds[0] as string };
};

const aPayoutRun = async ({ api }: Person) => ({ id: (await api.once().post('/api/admin/payouts/run')).body.id });
const aDispute = async ({ id: payerId }: Person) => ({ id: (await aDisputedPayment(azora, payerId)).id });

/** Of a course of somebody else, whose first lesson has it. */
const aQuiz = async (learner: Person) => {
  const instructor = await someoneWith(azora, 'instructor');
  const { id, lessonIds } = await aPublishedCourse(instructor, 0);
  const path = `/api/courses/${id}/lessons/${lessonIds[0]}/quiz`;
  const { body } = await instructor.api.put(path, GOOD_BODIES['PUT /api/courses/{id}/lessons/{lessonId}/quiz']);
  await instructor.api.post(`/api/courses/${id}/publish`);
  await learner.api.once().post('/api/courses/purchase', { courseId: id });
  return { id, quizId: body.lessons[0].quiz.id };
};

const aCertificate = async (learner: Person) => {
  const { id, lessonIds } = await aPublishedCourse(await someoneWith(azora, 'instructor'), 0);
  await learner.api.once().post('/api/courses/purchase', { courseId: id });
  for (const lessonId of lessonIds) await learner.api.post(`/api/courses/${id}/lessons/${lessonId}/complete`);
  return { id };
};

const aCompletedCourse = async (owner: Person) => {
  const enrollment = await anEnrollment(owner);
  await owner.api.post(`/api/courses/${enrollment.id}/lessons/${enrollment.lessonId}/complete`);
  return enrollment;
};

const aReview = async (owner: Person) => {
  const { id } = await aCompletedCourse(owner);
  const { body } = await owner.api.post(`/api/courses/${id}/reviews`, { rating: 4, text: '' });
  return { id: body.id };
};

const aReviewOfSomebody = async () => aReview(await someoneWith(azora, 'learner'));

const aReviewOfMyCourse = async (instructor: Person) => {
  const { id, lessonIds } = await aPublishedCourse(instructor, 0);
  const { api } = await someoneWith(azora, 'learner');
  await api.once().post('/api/courses/purchase', { courseId: id });
  await api.post(`/api/courses/${id}/lessons/${lessonIds[0]}/complete`);
  const { body } = await api.post(`/api/courses/${id}/reviews`, { rating: 4, text: '' });
  return { id: body.id };
};

/** A lesson with a file, in a course that somebody is enrolled in. */
const anOpenLesson = async ({ api }: Person) => {
  const instructor = await someoneWith(azora, 'instructor');
  const { id: courseId, lessonIds } = await aPublishedCourse(instructor, 0);
  const id = lessonIds[1] as string;
  await instructor.api.put(`/api/courses/${courseId}/lessons/${id}/file`, aFile());
  await instructor.api.post(`/api/courses/${courseId}/publish`);
  await api.once().post('/api/courses/purchase', { courseId });
  return { id };
};

const aUser = async () => ({ id: (await someoneWith(azora, 'learner')).id });

const aFile = GOOD_FORMS['PUT /api/courses/{id}/lessons/{lessonId}/file'] as () => FormData;

const ORGANIZATION = { freshOf: anOrganization, absent: 'organization_not_found' };
const MEMBER = { freshOf: aMember, absent: 'organization_not_found', absentWithin: 'member_not_found' };
const PAYMENT_METHOD = { freshOf: aPaymentMethod, absent: 'payment_method_not_found' };
const REVIEW = { freshOf: aReview, absent: 'review_not_found' };
const COURSE = { freshOf: aCourse, absent: 'course_not_found' };
const QUIZ = { freshOf: aQuiz, absent: 'not_enrolled', absentWithin: 'quiz_not_found' };
const LESSON = { ...COURSE, absentWithin: 'lesson_not_found' };

/** Every operation with a path parameter that is not public. A new one needs a line here. */
const THINGS: Record<string, Thing> = {
  'DELETE /api/api-keys/{id}': { freshOf: anApiKey, absent: 'api_key_not_found' },
  'DELETE /api/auth/sessions/{id}': { freshOf: aSession, absent: 'session_not_found' },
  'PUT /api/admin/users/{id}/roles': { freshOf: aUser },
  'PUT /api/admin/users/{id}/lock': { freshOf: aUser },
  'PUT /api/admin/users/{id}/unlock': { freshOf: aUser },
  'POST /api/admin/disputes/{id}/evidence': { freshOf: aDispute },
  'POST /api/admin/disputes/{id}/accept': { freshOf: aDispute },
  'GET /api/organizations/{id}': ORGANIZATION,
  'PATCH /api/organizations/{id}': ORGANIZATION,
  'GET /api/organizations/{id}/members': ORGANIZATION,
  'POST /api/organizations/{id}/invitations': ORGANIZATION,
  'GET /api/organizations/{id}/invitations': ORGANIZATION,
  'PUT /api/organizations/{id}/members/{userId}': MEMBER,
  'DELETE /api/organizations/{id}/members/{userId}': MEMBER,
  'DELETE /api/organizations/{id}/invitations/{invitationId}': {
    freshOf: anInvitation,
    absent: 'organization_not_found',
    absentWithin: 'invitation_not_found',
  },
  'DELETE /api/payment-methods/{id}': PAYMENT_METHOD,
  'POST /api/payment-methods/{id}/default': PAYMENT_METHOD,
  'GET /api/payments/{id}': { freshOf: aPayment, absent: 'payment_not_found' },
  'GET /api/payments/{id}/receipt': { freshOf: aPaidPayment, absent: 'payment_not_found' },
  'GET /api/admin/payouts/runs/{id}': { freshOf: aPayoutRun },
  'GET /api/admin/payouts/runs/{id}/lines': { freshOf: aPayoutRun },
  'PUT /api/courses/{course}': COURSE,
  'GET /api/instructors/me/courses/{id}': COURSE,
  'PUT /api/courses/{id}/sections': COURSE,
  'PUT /api/courses/{id}/instructors': { ...COURSE, idle: 'portions_not_whole' },
  'POST /api/courses/{id}/lessons': { ...COURSE, absentWithin: 'section_not_found' },
  'PUT /api/courses/{id}/lessons/{lessonId}': LESSON,
  'DELETE /api/courses/{id}/lessons/{lessonId}': LESSON,
  'PUT /api/courses/{id}/lessons/{lessonId}/quiz': LESSON,
  'DELETE /api/courses/{id}/lessons/{lessonId}/quiz': LESSON,
  'GET /api/courses/{id}/quizzes/{quizId}': QUIZ,
  'POST /api/courses/{id}/quizzes/{quizId}/attempts': QUIZ,
  'GET /api/courses/{id}/quizzes/{quizId}/attempts': QUIZ,
  'PUT /api/courses/{id}/lessons/{lessonId}/file': LESSON,
  'DELETE /api/courses/{id}/lessons/{lessonId}/file': LESSON,
  'POST /api/courses/{id}/lessons/{lessonId}/file/presigned': { ...COURSE, idle: 'presigned_upload_unavailable' },
  'POST /api/courses/{id}/lessons/{lessonId}/file/complete': {
    freshOf: aCourse,
    absent: 'upload_not_found',
    idle: 'upload_not_found',
  },
  'GET /api/lessons/{id}/content': { freshOf: anOpenLesson, absent: 'lesson_file_not_found' },
  'POST /api/courses/{id}/archive': COURSE,
  'GET /api/admin/courses/{id}': { freshOf: aCourseOfSomebody },
  'GET /api/admin/course-imports/{id}': { freshOf: anImport },
  'GET /api/admin/course-imports/{id}/rows': { freshOf: anImport },
  'POST /api/admin/courses/{id}/approve': { freshOf: aCourseOfSomebody, idle: 'course_not_in_review' },
  'POST /api/admin/courses/{id}/reject': { freshOf: aCourseOfSomebody, idle: 'course_not_in_review' },
  'GET /api/admin/courses/{id}/split': { freshOf: aCourseOfSomebody },
  'POST /api/admin/courses/{id}/split': { freshOf: aCourseOfSomebody },
  'POST /api/courses/{id}/publish': COURSE,
  'POST /api/courses/{id}/reviews': { freshOf: aCompletedCourse, absent: 'not_enrolled' },
  'PUT /api/reviews/{id}': REVIEW,
  'DELETE /api/reviews/{id}': REVIEW,
  'PUT /api/reviews/{id}/reply': { freshOf: aReviewOfMyCourse, absent: 'review_not_found' },
  'DELETE /api/reviews/{id}/reply': { freshOf: aReviewOfMyCourse, absent: 'review_not_found' },
  'POST /api/reviews/{id}/report': { freshOf: aReviewOfSomebody },
  'POST /api/admin/reviews/{id}/hide': { freshOf: aReviewOfSomebody },
  'POST /api/admin/reviews/{id}/restore': { freshOf: aReviewOfSomebody },
  'GET /api/courses/{id}/learn': { freshOf: anEnrollment, absent: 'not_enrolled' },
  'GET /api/courses/{id}/certificate': { freshOf: aCertificate, absent: 'not_enrolled' },
  'GET /api/courses/{id}/progress': { freshOf: anEnrollment, absent: 'not_enrolled' },
  'POST /api/courses/{id}/lessons/{lessonId}/complete': {
    freshOf: anEnrollment,
    absent: 'not_enrolled',
    absentWithin: 'lesson_not_found',
  },
};

const ABOUT_THINGS = OPERATIONS.filter(it => it.path.includes('{') && !isPublic(it));
const CELLS = ABOUT_THINGS.flatMap(operation =>
  operation.roles.map((role): [string, string, Operation] => [operation.name, role, operation]),
);

const rightOf = ({ name }: Operation) => THINGS[name] as Thing;

function send(api: Client, operation: Operation, parameters: Parameters = {}): Promise<Answer> {
  const form = GOOD_FORMS[operation.name]?.();
  if (form) return api.send(operation.method, addressOf(operation, parameters), form);
  const body = GOOD_BODIES[operation.name];
  const named = Object.entries(parameters).filter(([name]) => body && name in body);
  return api
    .once()
    .send(operation.method, addressOf(operation, parameters), body && { ...body, ...Object.fromEntries(named) });
}

function expectDone({ status, body }: Answer, { idle }: Thing): void {
  if (status >= 300) expect(body.code).toBe(idle);
}

describe('Things of somebody', () => {
  let strangers: Record<Role, Person>;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    const signedUp = await Promise.all(ROLES.map(role => someoneWith(azora, role)));
    strangers = Object.fromEntries(ROLES.map((role, index) => [role, signedUp[index]])) as Record<Role, Person>;
  });

  afterAll(() => azora.stop());

  it('are known to this test for every operation with a path parameter', () => {
    expect(new Set(Object.keys(THINGS))).toEqual(new Set(ABOUT_THINGS.map(({ name }) => name)));
  });

  it.each(CELLS)('%s serves the %s whose it is, and for all others it is not there', async (_, role, operation) => {
    const right = rightOf(operation);
    const { freshOf, absent } = right;
    const owner = await someoneWith(azora, role as Role);
    const its = await freshOf(owner);

    expectProblem(await send(azora.api, operation, its), 401, 'unauthenticated');
    for (const [other, stranger] of Object.entries(strangers)) {
      // What can be done to everybody may be done once.
      const answer = await send(stranger.api, operation, absent ? its : await freshOf(owner));
      if (!operation.roles.includes(other)) expectProblem(answer, 403, 'forbidden');
      else if (absent) expectProblem(answer, 404, absent);
      else expectDone(answer, right);
      if (absent) expect(told(answer)).toEqual(told(await send(stranger.api, operation)));
    }
    expectDone(await send(owner.api, operation, its), right);
  });

  it.each(CELLS.filter(([, , it]) => rightOf(it).absentWithin))(
    '%s does not serve a %s who names it as a part of something of their own',
    async (_, role, operation) => {
      const { freshOf, absentWithin = '' } = rightOf(operation);
      const [owner, thief] = [await someoneWith(azora, role as Role), await someoneWith(azora, role as Role)];
      const [theirs, { id }] = [await freshOf(owner), await freshOf(thief)];
      expectProblem(await send(thief.api, operation, { ...theirs, id: id as string }), 404, absentWithin);
      const nothing = await send(thief.api, operation, { id: id as string });
      expectProblem(nothing, 404, absentWithin);
      expect((await send(owner.api, operation, theirs)).status).toBeLessThan(300);
    },
  );

  it('are not there for others who name them in a body, either', async () => {
    const [owner, thief] = [await someoneWith(azora, 'learner'), await someoneWith(azora, 'learner')];
    const { id: courseId } = await aPublishedCourse(await someoneWith(azora, 'instructor'));
    const { body: purchase } = await owner.api.once().post('/api/courses/purchase', { courseId });
    const pay = (reference: string) =>
      thief.api.once().post('/api/payments/process', { ...GOOD_BODIES['POST /api/payments/process'], reference });
    const answer = await pay(purchase.id);
    expect(answer.status).toBe(404);
    expect(told(answer)).toEqual(told(await pay(NOBODY)));
  });

  it('are not there for who would buy a draft of somebody else', async () => {
    const author = await someoneWith(azora, 'instructor');
    const { body: draft } = await author.api.post('/api/courses/upload', GOOD_BODIES['POST /api/courses/upload']);
    const buy = (courseId: string) => strangers.learner.api.once().post('/api/courses/purchase', { courseId });
    const answer = await buy(draft.id);
    expect(answer.status).toBe(404);
    expect(told(answer)).toEqual(told(await buy(NOBODY)));
    expect((await azora.api.get(`/api/courses/${draft.slug}`)).status).toBe(404);
  });
});

/** What an answer tells of what was asked for. */
function told({ status, body: { traceId: _, instance: __, ...body } }: Answer) {
  return { status, body };
}
