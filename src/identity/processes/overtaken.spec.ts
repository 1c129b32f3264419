import { CommandBus } from '@nestjs/cqrs';
import { Secret, TOTP } from 'otpauth';
import { Authenticator } from '../../../test/support/authenticator.ts';
import { Azora } from '../../../test/support/azora.ts';
import type { Answer, Client } from '../../../test/support/client.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { ConfirmSecondFactor } from '../commands/confirm-second-factor.ts';
import { EnterThroughProvider } from '../commands/enter-through-provider.ts';
import { RehashPassword } from '../commands/rehash-password.ts';
import { RecentSignInRequired } from '../domain/password.errors.ts';
import { Passwords } from '../domain/passwords.ts';
import { LinkTokens } from '../link-tokens.contract.ts';
import { type Account, anAccount, isSignedIn, logIn, ownerOf, PASSWORD } from '../testing/accounts.ts';
import { OvertakenPasswords } from '../testing/overtaken-passwords.ts';
import { weakHash } from '../testing/weak-hash.ts';

const OF_OWNER = 'an entirely different one';
const OF_THIEF = 'chosen by a thief alone';

/** What the owner of an account alone may do, with the password of before. */
const ACTS: [act: string, begin: (api: Client) => Promise<Answer>][] = [
  ['a change of the password', api => change(api)],
  ['a new API key', api => api.post('/api/api-keys', { name: 'Key', scopes: ['account:read'], password: PASSWORD })],
  ['a change of address', api => api.post('/api/me/email', { email: 'thief@example.org', password: PASSWORD })],
  ['an authenticator', api => api.post('/api/auth/mfa/enroll', { password: PASSWORD })],
  ['turning the authenticator off', api => api.post('/api/auth/mfa/disable', { password: PASSWORD })],
  ['erasing the account', api => api.send('DELETE', '/api/me', { password: PASSWORD })],
];

function change(api: Client): Promise<Answer> {
  return api.post('/api/auth/password/change', { currentPassword: PASSWORD, newPassword: OF_THIEF });
}

describe('What began with the old password, and is overtaken', () => {
  let azora: Azora;
  const passwords = new OvertakenPasswords();

  beforeAll(async () => {
    azora = await Azora.start({
      environment: { WORKERS: 'off' },
      override: builder => builder.overrideProvider(Passwords).useValue(passwords),
    });
  });

  afterAll(() => azora.stop());

  async function aResetOf({ email }: { email: string }): Promise<() => Promise<Answer>> {
    await azora.api.post('/api/auth/password/forgot', { email });
    const [proof] = await rowsOf<{ id: string }>(
      azora,
      `select id from identity.proofs where email = $1 and purpose = 'reset-password'`,
      [email],
    );
    const token = azora.app.get(LinkTokens, { strict: false }).tokenFor('reset-password', proof?.id as string);
    return () => azora.api.post('/api/auth/password/reset', { token, password: OF_OWNER });
  }

  function openSessionsOf({ id }: Account): Promise<object[]> {
    return rowsOf(azora, 'select 1 from identity.sessions where user_id = $1 and ended_at is null', [id]);
  }

  async function verified(account: Account): Promise<Account> {
    await rowsOf(azora, 'update identity.users set email_verified_at = now() where id = $1', [account.id]);
    return account;
  }

  describe('by a reset', () => {
    it('lets nobody in', async () => {
      const account = await anAccount(azora);
      passwords.overtakeBy(await aResetOf(account));
      expectProblem(await logIn(azora.api, account.email), 401, 'wrong_credentials');
      expect(await openSessionsOf(account)).toEqual([]);
    });

    it.each(ACTS)('is refused: %s', async (_, begin) => {
      const account = await verified(await anAccount(azora));
      passwords.overtakeBy(await aResetOf(account));
      expectProblem(await begin(account.api), 403, 'recent_sign_in_required');
      expect((await logIn(azora.api, account.email, OF_OWNER)).status).toBe(200);
    });

    it('lets nobody in by a ticket for the second factor', async () => {
      const account = await verified(await anAccount(azora));
      const app = await Authenticator.of(account, azora.clock.now(), PASSWORD);
      const { body } = await logIn(azora.api, account.email);
      await (await aResetOf(account))();
      const code = app.code(azora.clock.now());
      expectProblem(await azora.api.post('/api/auth/login/mfa', { ticket: body.ticket, code }), 401, 'ticket_invalid');
      const { body: again } = await logIn(azora.api, account.email, OF_OWNER);
      expect((await azora.api.post('/api/auth/login/mfa', { ticket: again.ticket, code })).status).toBe(200);
    });

    it('turns no authenticator on that was enrolled before', async () => {
      const account = await verified(await anAccount(azora));
      const { body } = await account.api.post('/api/auth/mfa/enroll', { password: PASSWORD });
      const code = new TOTP({ secret: Secret.fromBase32(body.secret) }).generate({
        timestamp: azora.clock.now().getTime(),
      });
      const confirming = new ConfirmSecondFactor(await ownerOf(azora, account), code);
      await (await aResetOf(account))();
      await expect(azora.app.get(CommandBus).execute(confirming)).rejects.toThrow(RecentSignInRequired);
    });

    it('leaves no session, however many sign-ins there are at the same moment', async () => {
      for (let round = 0; round < 6; round += 1) {
        const account = await anAccount(azora);
        const reset = await aResetOf(account);
        const logIns = (count: number) => Array.from({ length: count }, () => logIn(azora.api, account.email));
        const [{ status }] = await Promise.all([reset(), ...logIns(5)]);
        expect(status).toBe(204);
        expect(await openSessionsOf(account)).toEqual([]);
      }
    }, 60_000);

    it('sets no other password, however many changes there are at the same moment', async () => {
      for (let round = 0; round < 6; round += 1) {
        const { api, email } = await anAccount(azora);
        const reset = await aResetOf({ email });
        await Promise.all([change(api), reset(), change(api)]);
        expect((await logIn(azora.api, email, OF_OWNER)).status).toBe(200);
      }
    }, 60_000);
  });

  it('by another change of the password is refused', async () => {
    const account = await anAccount(azora);
    passwords.overtakeBy(() =>
      account.api.post('/api/auth/password/change', { currentPassword: PASSWORD, newPassword: OF_OWNER }),
    );
    expectProblem(await change(account.api), 403, 'wrong_password');
    expect((await logIn(azora.api, account.email, OF_OWNER)).status).toBe(200);
  });

  it.each(ACTS)('by the end of its session is refused: %s', async (_, begin) => {
    const account = await anAccount(azora);
    passwords.overtakeBy(() => account.api.post('/api/auth/logout-all'));
    expectProblem(await begin(account.api), 403, 'recent_sign_in_required');
    expect((await logIn(azora.api, account.email)).status).toBe(200);
  });

  it('by the erasure that it is itself has the same answer', async () => {
    const { api } = await anAccount(azora);
    const erase = () => api.send('DELETE', '/api/me', { password: PASSWORD });
    const first: Answer[] = [];
    passwords.overtakeBy(async () => first.push(await erase()));
    const second = await erase();
    expect([second, ...first]).toMatchObject(Array(2).fill({ status: 200, body: second.body }));
  });

  it('by whoever proves the address through a provider lets nobody in', async () => {
    const account = await anAccount(azora);
    const { email, id: subject } = account;
    const owner = { provider: 'google', subject, email, emailVerified: true, name: 'Ada' };
    passwords.overtakeBy(() => azora.app.get(CommandBus).execute(new EnterThroughProvider(owner)));
    expectProblem(await logIn(azora.api, email), 401, 'wrong_credentials');
    expect(await isSignedIn(account)).toBe(false);
  });

  it('by a sign-in that hashes the same password anew goes on', async () => {
    const { id, email } = await anAccount(azora);
    const weak = weakHash(PASSWORD);
    await rowsOf(azora, 'update identity.users set password_hash = $1 where id = $2', [weak, id]);
    const stronger = await passwords.hash(PASSWORD);
    passwords.overtakeBy(() => azora.app.get(CommandBus).execute(new RehashPassword(id, weak, stronger)));
    expect((await logIn(azora.api, email)).status).toBe(200);
    expect((await logIn(azora.api, email)).status).toBe(200);
  });
});
