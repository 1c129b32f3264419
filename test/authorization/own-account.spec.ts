import { CommandBus } from '@nestjs/cqrs';
import { Secret, TOTP } from 'otpauth';
import { aSavedMethod } from '../../src/billing/testing/methods.ts';
import { aBelievedAccount, anEarning } from '../../src/billing/testing/payouts.ts';
import { aStoredDraft } from '../../src/catalog/testing/commands.ts';
import { ROLES, type Role } from '../../src/identity/domain/permissions.ts';
import { tokenOf } from '../../src/organizations/testing/members.ts';
import { AwardTokens } from '../../src/rewards/commands/award-tokens.ts';
import { Azora, unique } from '../support/azora.ts';
import { aPublishedCourse } from '../support/courses.ts';
import { GOOD_BODIES, type Json } from '../support/good-bodies.ts';
import { isPublic, NOBODY, OPERATIONS } from '../support/operations.ts';
import { PASSWORD, type Person, someoneWith, verified } from '../support/people.ts';

let azora: Azora;

const aPurchase = async ({ api }: Person, price?: number, paymentMethod?: string) => {
  const { id: courseId } = await aPublishedCourse(await someoneWith(azora, 'instructor'), price);
  return (await api.once().post('/api/courses/purchase', { courseId, paymentMethod })).body;
};

const aPayoutWish = async ({ id }: Person) => {
  await aBelievedAccount(azora, id);
  await anEarning(azora, id, 4_321);
  return { currency: 'USD' };
};

const anInvitationTo = async ({ email }: Person) => {
  const { api } = await verified(azora, await someoneWith(azora, 'learner'));
  const { body: organization } = await api.post('/api/organizations', { name: 'Theirs' });
  const { body } = await api.post(`/api/organizations/${organization.id}/invitations`, { email, role: 'member' });
  return tokenOf(azora, body.id);
};

const aCode = async ({ api }: Person) => {
  const { body } = await api.post('/api/auth/mfa/enroll', { password: PASSWORD });
  return new TOTP({ secret: Secret.fromBase32(body.secret) }).generate();
};

/** How somebody leaves a mark in what an operation shows of them, and what it is. */
const MARKS: Record<string, (owner: Person) => Promise<string>> = {
  'GET /api/me': async ({ id }) => id,
  'GET /api/me/export': async ({ email }) => email,
  'GET /api/auth/sessions': async ({ email }) => {
    const mark = unique('Firefox');
    await azora.api.with({ 'user-agent': mark }).post('/api/auth/login', { email, password: PASSWORD });
    return mark;
  },
  'GET /api/api-keys': async ({ api }) => {
    const name = unique('key');
    await api.post('/api/api-keys', { name, scopes: ['account:read'], password: PASSWORD });
    return name;
  },
  'GET /api/organizations': async ({ api }) => (await api.post('/api/organizations', { name: 'Mine' })).body.id,
  'GET /api/payment-methods': owner => aSavedMethod(owner),
  'GET /api/payments/history': async owner => (await aPurchase(owner)).paymentId,
  'GET /api/payouts': async owner => {
    const { body } = await owner.api.once().post('/api/payouts/request', await aPayoutWish(owner));
    return body.id;
  },
  'GET /api/payouts/balance': async ({ id }) => {
    await anEarning(azora, id, 1_234);
    return '"amount":1234';
  },
  'GET /api/instructors/me/courses': async ({ id: instructorId }) =>
    (await aStoredDraft(azora, { instructorId })).courseId,
  'GET /api/instructors/me/earnings': async ({ id }) => {
    await anEarning(azora, id, 2_345);
    return '"amount":2345';
  },
  'GET /api/instructors/me/sales': async ({ id }) => anEarning(azora, id, 3_456),
  'GET /api/instructors/me/dashboard': async ({ id }) => {
    await anEarning(azora, id, 5_678);
    return '"amount":5678';
  },
  'GET /api/courses/mine': async owner => (await aPurchase(owner, 0)).courseId,
  'GET /api/tokens/balance': async ({ id }) => {
    await azora.app.get(CommandBus).execute(new AwardTokens(id, 'course_completed', NOBODY));
    return '"available":100';
  },
};

/** A request that the operation carries out for somebody: its body, and what has to come before. */
const ACTS: Record<string, (owner: Person) => Promise<Json | undefined>> = {
  'POST /api/auth/logout': async () => undefined,
  'POST /api/auth/logout-all': async () => undefined,
  'DELETE /api/auth/sessions': async () => undefined,
  'POST /api/auth/password/change': async () => ({ currentPassword: PASSWORD, newPassword: unique('another') }),
  'POST /api/auth/mfa/enroll': async () => ({ password: PASSWORD }),
  'POST /api/auth/mfa/verify': async owner => ({ code: await aCode(owner) }),
  'POST /api/auth/mfa/disable': async owner => {
    await owner.api.post('/api/auth/mfa/verify', { code: await aCode(owner) });
    return { password: PASSWORD };
  },
  'POST /api/me/email': async () => ({ email: `${unique('new')}@example.org`, password: PASSWORD }),
  'PATCH /api/me': async () => ({ name: 'Eve' }),
  'DELETE /api/me': async () => ({ password: PASSWORD }),
  'POST /api/api-keys': async () => ({ name: 'Mine', scopes: ['account:read'], password: PASSWORD }),
  'POST /api/organizations': async () => ({ name: 'Mine' }),
  'POST /api/invitations/accept': async owner => ({ token: await anInvitationTo(owner) }),
  'POST /api/courses/upload': async () => GOOD_BODIES['POST /api/courses/upload'],
  'POST /api/courses/purchase': async () => ({
    courseId: (await aPublishedCourse(await someoneWith(azora, 'instructor'))).id,
    paymentMethod: 'pm_card_visa',
  }),
  'POST /api/payment-methods/setup': async () => GOOD_BODIES['POST /api/payment-methods/setup'],
  'POST /api/payments/process': async owner => ({
    ...GOOD_BODIES['POST /api/payments/process'],
    reference: (await aPurchase(owner)).id,
  }),
  'POST /api/payouts/onboard': async () => undefined,
  'POST /api/payouts/request': aPayoutWish,
  'POST /api/payments/refund': async owner => ({
    paymentId: (await aPurchase(owner, 4_999, 'pm_card_visa')).paymentId,
    reason: 'duplicate',
  }),
};

const ABOUT_ME = OPERATIONS.filter(
  it => !isPublic(it) && !it.path.includes('{') && !/^\/api\/(admin|finance)\//.test(it.path),
);
const [VIEWS, DEEDS] = [ABOUT_ME.filter(it => it.method === 'GET'), ABOUT_ME.filter(it => it.method !== 'GET')];

describe('One’s own account', () => {
  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off', PAYOUT_HOLD_DAYS: '0' } });
  });

  afterAll(() => azora.stop());

  /** All that somebody sees of themselves. */
  async function lifeOf({ api }: Person): Promise<object[]> {
    const answers = await Promise.all(VIEWS.map(({ path }) => api.get(path)));
    return answers.map(({ status, body: { exportedAt: _, traceId: __, ...body } }) => ({ status, body }));
  }

  it('is known to this test in every operation that is about the one who asks', () => {
    expect(new Set(Object.keys(MARKS))).toEqual(new Set(VIEWS.map(({ name }) => name)));
    expect(new Set(Object.keys(ACTS))).toEqual(new Set(DEEDS.map(({ name }) => name)));
  });

  it.each(VIEWS)('$name shows it to its owner, and to nobody else', async ({ name, path, roles }) => {
    const strangers = await Promise.all(ROLES.map(role => someoneWith(azora, role)));
    for (const role of roles as Role[]) {
      const owner = await someoneWith(azora, role);
      const mark = await MARKS[name]?.(owner);
      expect(JSON.stringify((await owner.api.get(path)).body)).toContain(mark);
      for (const { api } of strangers) {
        const stranger = api.with({ 'x-user-id': owner.id, from: owner.email });
        for (const address of [path, `${path}?userId=${owner.id}`, `${path}?user_id=${owner.id}&sub=${owner.id}`])
          expect(JSON.stringify((await stranger.get(address)).body)).not.toContain(mark);
      }
    }
  });

  it.each(DEEDS)('$name leaves everybody else’s as it is', async ({ name, method, path, roles }) => {
    // Somebody who sees all that there is to be seen of oneself.
    const [owner, other] = [await someoneWith(azora, roles[0] as Role), await someoneWith(azora, 'instructor')];
    for (const mark of Object.values(MARKS)) await mark(other);
    const before = await lifeOf(other);
    const answer = await owner.api.once().send(method, path, await ACTS[name]?.(owner));
    expect(answer.status).toBeLessThan(300);
    expect(await lifeOf(other)).toEqual(before);
  });
});
