import { CommandBus } from '@nestjs/cqrs';
import { Azora, unique } from '../../../test/support/azora.ts';
import type { Answer } from '../../../test/support/client.ts';
import { anAdmin, anInstructor, type Person, someoneWith } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { LockUser } from '../commands/lock-user.ts';
import { SetRoles } from '../commands/set-roles.ts';
import { NotAdministratorAnyMore } from '../domain/account.errors.ts';
import { usersView } from '../queries/list-users.ts';
import { type Account, anAccount, isSignedIn, logIn, PASSWORD, signUp } from '../testing/accounts.ts';

const NOBODY = '01990a2c-7b4e-7000-8000-000000000000';

describe('The users of the platform', () => {
  let azora: Azora;
  let admin: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    admin = await anAdmin(azora);
  });

  afterAll(() => azora.stop());

  async function search(filter: Record<string, string>) {
    const { body } = await admin.api.get(`/api/admin/users?${new URLSearchParams(filter)}`);
    return usersView.parse(body);
  }

  async function idsOf(filter: Record<string, string>): Promise<string[]> {
    return (await search(filter)).items.map(({ id }) => id);
  }

  async function signUpAs(email: string, name: string): Promise<string> {
    const { body } = await azora.api.post('/api/auth/signup', { email, name, password: PASSWORD });
    return body.user.id;
  }

  describe('are searched', () => {
    it('by a part of their address or their name, in any case', async () => {
      const word = unique('grace');
      const id = await signUpAs(`${word}@example.org`, `Rear Admiral ${word}-Hopper`);
      for (const q of [word, word.toUpperCase(), `${word}@EXAMPLE`, `admiral ${word}`, `${word}-HOPPER`])
        expect(await idsOf({ q })).toEqual([id]);
      expect(await idsOf({ q: `${word}x` })).toEqual([]);
    });

    it('by what they look for and not by wildcards', async () => {
      const word = unique('w');
      const id = await signUpAs(`${word}@example.org`, `100%_\\${word}`);
      for (const q of [`%_\\${word}`, `100%_`, `_\\${word}`]) expect(await idsOf({ q })).toContain(id);
      for (const q of [`%${word}`, `_${word}`, `${word}%`, `100__${word}`, `1%${word}`, '%%%', "' or 1=1"])
        expect(await idsOf({ q })).not.toContain(id);
    });

    it('by role and by lock', async () => {
      const instructor = await anInstructor(azora);
      expect(await idsOf({ role: 'instructor' })).toContain(instructor.id);
      expect(await idsOf({ role: 'support' })).not.toContain(instructor.id);
      expect(await idsOf({ locked: 'true' })).not.toContain(instructor.id);
      await admin.api.put(`/api/admin/users/${instructor.id}/lock`);
      expect(await idsOf({ role: 'instructor', locked: 'true', q: instructor.email })).toEqual([instructor.id]);
      expect(await idsOf({ locked: 'false' })).not.toContain(instructor.id);
    });

    it('page by page, the newest first, none twice and none left out', async () => {
      const word = unique('page');
      const ids: string[] = [];
      for (let count = 0; count < 5; count++) ids.unshift(await signUpAs(`${word}-${count}@example.org`, 'Ada'));
      const found: string[] = [];
      let cursor: string | null = '';
      for (let pages = 0; cursor !== null; pages++) {
        const page = await search({ q: word, limit: '2', ...(cursor && { cursor }) });
        expect(pages).toBeLessThan(3);
        found.push(...page.items.map(({ id }) => id));
        cursor = page.nextCursor;
      }
      expect(found).toEqual(ids);
    });

    it('by the people who run the platform only, and shown without a hash', async () => {
      const support = await someoneWith(azora, 'support');
      const { status, body } = await support.api.get('/api/admin/users');
      expect(status).toBe(200);
      expect(JSON.stringify(body)).not.toMatch(/argon2|hash/i);
      expectProblem(await (await anAccount(azora)).api.get('/api/admin/users'), 403, 'forbidden');
    });

    it.each(['q=', 'locked=maybe', 'role=owner', 'limit=101', 'cursor=x', 'unknown=1', `q=${'x'.repeat(101)}`])(
      'not by %s',
      async query => {
        expectProblem(await admin.api.get(`/api/admin/users?${query}`), 422, 'invalid_input');
      },
    );
  });

  describe('get roles', () => {
    it('that are in force with the next request, and hear of it', async () => {
      const account = await anAccount(azora);
      expectProblem(await account.api.get('/api/admin/users'), 403, 'forbidden');
      const roles = { roles: ['learner', 'support', 'support'] };
      expect((await admin.api.put(`/api/admin/users/${account.id}/roles`, roles)).status).toBe(204);
      expect((await account.api.get('/api/admin/users')).status).toBe(200);
      expect((await account.api.get('/api/me')).body.roles).toEqual(['learner', 'support']);
      await admin.api.put(`/api/admin/users/${account.id}/roles`, { roles: ['learner'] });
      expectProblem(await account.api.get('/api/admin/users'), 403, 'forbidden');
      const alerts = await eventsOf(azora, 'identity.account_alert');
      expect(alerts).toContainEqual({ userId: account.id, alert: 'roles_changed', address: null });
    });

    it('from administrators only, not from themselves, and none that there is not', async () => {
      const [account, support] = [await anAccount(azora), await someoneWith(azora, 'support')];
      const path = `/api/admin/users/${account.id}/roles`;
      expectProblem(await support.api.put(path, { roles: ['admin'] }), 403, 'forbidden');
      expectProblem(
        await admin.api.put(`/api/admin/users/${admin.id}/roles`, { roles: ['learner'] }),
        409,
        'cannot_do_this_to_oneself',
      );
      for (const roles of [[], ['owner'], 'admin', ['admin', null]])
        expectProblem(await admin.api.put(path, { roles }), 422, 'invalid_input');
      expectProblem(
        await admin.api.put(`/api/admin/users/${NOBODY}/roles`, { roles: ['learner'] }),
        404,
        'user_not_found',
      );
    });
  });

  describe('are locked', () => {
    function lock({ id }: { id: string }) {
      return admin.api.put(`/api/admin/users/${id}/lock`);
    }

    async function refreshes({ refreshToken }: Account): Promise<number> {
      return (await azora.api.post('/api/auth/refresh', { refreshToken })).status;
    }

    it('out at once, and in again only by signing in once they are unlocked', async () => {
      const account = await anAccount(azora);
      expect((await lock(account)).status).toBe(204);
      expect((await lock(account)).status).toBe(204);
      expect(await isSignedIn(account)).toBe(false);
      expect(await refreshes(account)).toBe(401);
      expectProblem(await logIn(azora.api, account.email), 403, 'account_locked');
      expectProblem(await signUp(azora.api, account.email), 409, 'email_taken');
      expect((await admin.api.put(`/api/admin/users/${account.id}/unlock`)).status).toBe(204);
      expect([await isSignedIn(account), await refreshes(account)]).toEqual([false, 401]);
      expect((await logIn(azora.api, account.email)).status).toBe(200);
    });

    it('while they are signing in', async () => {
      const account = await anAccount(azora);
      const [session] = await Promise.all([logIn(azora.api, account.email), lock(account)]);
      if (session.status === 200) expect(await isSignedIn({ api: azora.api.as(session.body) })).toBe(false);
      else expectProblem(session, 403, 'account_locked');
    });

    it('by administrators only, never by themselves, and only if they exist', async () => {
      const support = await someoneWith(azora, 'support');
      expectProblem(await support.api.put(`/api/admin/users/${admin.id}/lock`), 403, 'forbidden');
      expectProblem(await lock(admin), 409, 'cannot_do_this_to_oneself');
      expectProblem(await lock({ id: NOBODY }), 404, 'user_not_found');
      expectProblem(await admin.api.put(`/api/admin/users/${NOBODY}/unlock`), 404, 'user_not_found');
      expect(await isSignedIn(admin)).toBe(true);
    });
  });

  describe('that administer', () => {
    async function administrators(...people: { id: string }[]): Promise<object[]> {
      const query = `select id from identity.users where roles @> '{admin}' and locked_at is null and id = any($1)`;
      return rowsOf(azora, query, [people.map(({ id }) => id)]);
    }

    it.each([
      [
        'demote',
        (one: Person, other: { id: string }) =>
          one.api.put(`/api/admin/users/${other.id}/roles`, { roles: ['learner'] }),
      ],
      ['lock', (one: Person, other: { id: string }) => one.api.put(`/api/admin/users/${other.id}/lock`)],
    ])('are one still when two %s each other at the same moment', async (_, shutOut) => {
      for (let round = 0; round < 5; round += 1) {
        const [one, other] = [await anAdmin(azora), await anAdmin(azora)];
        await Promise.all([shutOut(one, other), shutOut(other, one)]);
        expect(await administrators(one, other)).toHaveLength(1);
      }
    });

    it('change nothing when they are none any more by the time it is done', async () => {
      const [former, victim] = [await anAdmin(azora), await anAccount(azora)];
      await admin.api.put(`/api/admin/users/${former.id}/roles`, { roles: ['learner'] });
      const commands = azora.app.get(CommandBus);
      for (const late of [new SetRoles(victim.id, ['admin'], former.id), new LockUser(victim.id, former.id)])
        await expect(commands.execute<void>(late)).rejects.toThrow(NotAdministratorAnyMore);
      expect(await isSignedIn(victim)).toBe(true);
    });

    it('can be erased but for the last, also when two leave at the same moment', async () => {
      await rowsOf(azora, `update identity.users set roles = '{learner}'`);
      const leaving = [await anAdmin(azora), await anAdmin(azora)];
      const answers = await Promise.all(
        leaving.map(({ api }) => api.send('DELETE', '/api/me', { password: PASSWORD })),
      );
      expect(answers.map(({ status }) => status).sort()).toEqual([200, 409]);
      expectProblem(answers.find(({ status }) => status === 409) as Answer, 409, 'last_administrator');
      expect(await administrators(...leaving)).toHaveLength(1);
    });
  });
});
