import { CommandBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { aPublishedCourse } from '../../../test/support/courses.ts';
import { NOBODY } from '../../../test/support/operations.ts';
import { aLearner, anAdmin, anInstructor, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { EraseAccount } from '../../identity/commands/erase-account.ts';
import { ownerOf } from '../../identity/testing/accounts.ts';
import { ForgetCoInstructor } from '../commands/forget-co-instructor.ts';
import { NameInstructors } from '../commands/name-instructors.ts';

describe('The instructors of a course', () => {
  let azora: Azora;
  let owner: Person;
  let other: Person;
  let id: string;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    [owner, other] = await Promise.all([anInstructor(azora), anInstructor(azora)]);
  });

  beforeEach(async () => {
    ({ id } = await aPublishedCourse(owner, 0));
  });

  afterAll(() => azora.stop());

  function name(portions: readonly (readonly [string, number])[], { api }: Person = owner) {
    const instructors = portions.map(([instructorId, portion]) => ({ instructorId, portion }));
    return api.put(`/api/courses/${id}/instructors`, { instructors });
  }

  const instructors = async () => (await owner.api.get(`/api/instructors/me/courses/${id}`)).body.instructors;

  it('are its owner alone until they name others, and again when they name nobody else', async () => {
    const alone = [{ instructorId: owner.id, portion: 10_000 }];
    expect(await instructors()).toEqual(alone);
    const named = await name([
      [other.id, 4_000],
      [owner.id, 6_000],
    ]);
    expect(named).toMatchObject({ status: 200, body: { instructorId: owner.id } });
    expect(named.body.instructors).toEqual([
      { instructorId: owner.id, portion: 6_000 },
      { instructorId: other.id, portion: 4_000 },
    ]);
    expect((await name([[owner.id, 10_000]])).body.instructors).toEqual(alone);
  });

  it('are the same under their ids in capitals', async () => {
    const named = await name([
      [other.id.toUpperCase(), 4_000],
      [owner.id.toUpperCase(), 6_000],
    ]);
    expect(named.body.instructors).toEqual([
      { instructorId: owner.id, portion: 6_000 },
      { instructorId: other.id, portion: 4_000 },
    ]);
    const twice = [other.id, other.id.toUpperCase()].map(each => [each, 2_000] as const);
    expectProblem(await name([[owner.id, 6_000], ...twice]), 400, 'portions_not_whole');
  });

  it('may be an administrator, who is an author too', async () => {
    const admin = await anAdmin(azora);
    expect(
      (
        await name([
          [owner.id, 1],
          [admin.id, 9_999],
        ])
      ).status,
    ).toBe(200);
  });

  it.each<[string, (owner: string, other: string) => [string, number][]]>([
    [
      'sum to less',
      (a, b) => [
        [a, 5_000],
        [b, 4_999],
      ],
    ],
    [
      'sum to more',
      (a, b) => [
        [a, 5_000],
        [b, 5_001],
      ],
    ],
    ['leave out the owner', (_, b) => [[b, 10_000]]],
    [
      'name one twice',
      (a, b) => [
        [a, 5_000],
        [b, 2_500],
        [b, 2_500],
      ],
    ],
    [
      'name the owner twice',
      a => [
        [a, 5_000],
        [a, 5_000],
      ],
    ],
  ])('are not named by portions that %s', async (_, portions) => {
    expectProblem(await name(portions(owner.id, other.id)), 400, 'portions_not_whole');
    expect(await instructors()).toHaveLength(1);
  });

  it('are ten at most', async () => {
    const many = Array.from({ length: 11 }, (_, place) => [place ? other.id : owner.id, place ? 100 : 9_000] as const);
    expectProblem(await name(many), 422, 'invalid_input');
  });

  it('are instructors: of others nobody learns whether they are anybody', async () => {
    const learner = await aLearner(azora);
    const answers = [];
    for (const stranger of [learner.id, NOBODY]) {
      const refused = await name([
        [owner.id, 5_000],
        [stranger, 5_000],
      ]);
      expectProblem(refused, 409, 'not_an_instructor');
      expect(refused.body.id).toBe(stranger);
      const { traceId: _, id: __, ...told } = refused.body;
      answers.push(told);
    }
    expect(answers[0]).toEqual(answers[1]);
    expect(await instructors()).toHaveLength(1);
  });

  it('keep what they were given when they lose the role, also when another is named', async () => {
    const [leaving, third, admin] = await Promise.all([anInstructor(azora), anInstructor(azora), anAdmin(azora)]);
    await name([
      [owner.id, 5_000],
      [leaving.id, 5_000],
    ]);
    await admin.api.put(`/api/admin/users/${leaving.id}/roles`, { roles: ['learner'] });
    expect(
      (
        await name([
          [owner.id, 4_000],
          [leaving.id, 5_000],
          [third.id, 1_000],
        ])
      ).status,
    ).toBe(200);
  });

  it('change nothing of it but for the owner, and do not see what is drafted', async () => {
    await name([
      [owner.id, 5_000],
      [other.id, 5_000],
    ]);
    expectProblem(await name([[other.id, 10_000]], other), 404, 'course_not_found');
    expectProblem(await other.api.get(`/api/instructors/me/courses/${id}`), 404, 'course_not_found');
    expectProblem(await other.api.post(`/api/courses/${id}/archive`), 404, 'course_not_found');
  });

  it('do not buy it', async () => {
    await name([
      [owner.id, 5_000],
      [other.id, 5_000],
    ]);
    expectProblem(await other.api.once().post('/api/courses/purchase', { courseId: id }), 409, 'own_course');
  });

  it('do not review it, even if they bought it before', async () => {
    await other.api.once().post('/api/courses/purchase', { courseId: id });
    const { lessons } = (await other.api.get(`/api/courses/${id}/learn`)).body;
    for (const lesson of lessons) await other.api.post(`/api/courses/${id}/lessons/${lesson.id}/complete`);
    const best = { rating: 5, text: 'Great.' };
    const posted = await other.api.post(`/api/courses/${id}/reviews`, { rating: 2, text: 'Not so great.' });
    await name([
      [owner.id, 5_000],
      [other.id, 5_000],
    ]);
    expectProblem(await other.api.put(`/api/reviews/${posted.body.id}`, best), 409, 'own_review');
    await other.api.send('DELETE', `/api/reviews/${posted.body.id}`);
    expectProblem(await other.api.post(`/api/courses/${id}/reviews`, best), 409, 'own_review');
  });

  it('are nobody who is being erased at the same moment', async () => {
    const commands = azora.app.get(CommandBus);
    for (let round = 0; round < 12; round++) {
      const instructor = await anInstructor(azora);
      const { id: leaving } = instructor;
      const account = await ownerOf(azora, instructor);
      const portions = [owner.id, leaving].map(instructorId => ({ instructorId, portion: 5_000 }));
      const erase = async () => {
        await commands.execute(new EraseAccount(account));
        await commands.execute(new ForgetCoInstructor(leaving));
      };
      await Promise.allSettled([erase(), commands.execute(new NameInstructors(id, owner.id, portions))]);
      expect(await instructors()).toEqual([{ instructorId: owner.id, portion: 10_000 }]);
    }
  });

  it.each([
    ['the owner', (a: string) => [{ instructorId: a, portion: 1 }]],
    ['somebody twice', (_: string, b: string) => Array(2).fill({ instructorId: b, portion: 1 })],
    ['a portion of nothing', (_: string, b: string) => [{ instructorId: b, portion: 0 }]],
    ['no portion', (_: string, b: string) => [{ instructorId: b }]],
    ['all portions', (_: string, b: string) => [{ instructorId: b, portion: 10_000 }]],
  ])('are never stored with %s besides the owner', async (_, coInstructors) => {
    const stored = JSON.stringify(coInstructors(owner.id, other.id));
    const update = rowsOf(azora, 'update catalog.courses set co_instructors = $1 where id = $2', [stored, id]);
    await expect(update).rejects.toMatchObject({ constraint: 'courses_co_instructors' });
  });
});
