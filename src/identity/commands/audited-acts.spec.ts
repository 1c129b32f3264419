import { readdirSync, readFileSync } from 'node:fs';
import { CommandBus } from '@nestjs/cqrs';
import { Authenticator } from '../../../test/support/authenticator.ts';
import { Azora, unique } from '../../../test/support/azora.ts';
import { anAdmin, type Person } from '../../../test/support/people.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { SignInAttempts } from '../domain/sign-in-attempts.ts';
import { type LinkPurpose, LinkTokens } from '../link-tokens.contract.ts';
import { Refresh } from '../processes/refresh.ts';
import { type Account, anAccount, logIn, PASSWORD } from '../testing/accounts.ts';
import { EnterThroughProvider } from './enter-through-provider.ts';

const NEW_PASSWORD = 'an entirely different one';

/** Handlers that leave no line in the audit log, and why not. */
const WITHOUT_A_LINE: Record<string, string> = {
  'forget-what-is-over': 'what it drops is over, by time alone',
  'rehash-password': 'the password stays the same',
  'request-proof': 'anybody can ask for a link to any address; it is following one that counts',
  'reseal-secrets': 'the secrets stay the same; the operator who runs it is no user',
  'use-human-proof': 'it shows that there is a person, and not who',
};

interface Line {
  readonly action: string;
  readonly subject: string;
  readonly actor: string;
}

/** What the acts of the specs below have written, for the last of them to count. */
const seen = new Set<string>();

describe('The audit log', () => {
  let azora: Azora;
  let admin: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    admin = await anAdmin(azora);
  });

  afterAll(() => azora.stop());

  /** The lines that an act writes, oldest first. */
  async function linesOf(act: () => Promise<unknown>): Promise<Line[]> {
    const [last] = await rowsOf<{ id: string }>(azora, 'select id from identity.audit_log order by id desc limit 1');
    await act();
    const lines = await rowsOf<Line>(
      azora,
      'select action, subject, actor from identity.audit_log where id > $1 order by id',
      [last?.id],
    );
    for (const { action } of lines) seen.add(action);
    return lines;
  }

  function of({ id }: { id: string }, ...actions: string[]): Line[] {
    return actions.map(action => ({ action: `identity.${action}`, subject: `user:${id}`, actor: `user:${id}` }));
  }

  /** The token of a link that was mailed last. */
  async function tokenFor(purpose: LinkPurpose, sql: string, value: string): Promise<string> {
    const [row] = await rowsOf<{ id: string }>(azora, `${sql} order by requested_at desc limit 1`, [value]);
    return azora.app.get(LinkTokens, { strict: false }).tokenFor(purpose, row?.id as string);
  }

  async function tokenOfProof(purpose: 'verify-email' | 'reset-password', { email }: Account): Promise<string> {
    return tokenFor(purpose, `select id from identity.proofs where purpose = '${purpose}' and email = $1`, email);
  }

  async function reset(account: Account): Promise<void> {
    await azora.api.post('/api/auth/password/forgot', { email: account.email });
    const token = await tokenOfProof('reset-password', account);
    await azora.api.post('/api/auth/password/reset', { token, password: NEW_PASSWORD });
  }

  const verify = async (account: Account) =>
    azora.api.post('/api/auth/verify-email', { token: await tokenOfProof('verify-email', account) });

  it('has who opened an account, proved the address and came back', async () => {
    let account!: Account;
    const opened = await linesOf(async () => {
      account = await anAccount(azora);
    });
    expect(opened).toEqual(of(account, 'signed_up', 'signed_in'));
    expect(await linesOf(() => verify(account))).toEqual(of(account, 'email_verified'));
    expect(await linesOf(() => logIn(azora.api, account.email))).toEqual(of(account, 'signed_in'));
    expect(await linesOf(() => account.api.send('PATCH', '/api/me', { name: 'Ada' }))).toEqual(
      of(account, 'user_renamed'),
    );
  });

  it('has what becomes of a password', async () => {
    const account = await anAccount(azora);
    const change = { currentPassword: PASSWORD, newPassword: NEW_PASSWORD };
    expect(await linesOf(() => account.api.post('/api/auth/password/change', change))).toEqual(
      of(account, 'password_changed'),
    );
    expect(await linesOf(() => reset(account))).toEqual(of(account, 'credentials_dropped', 'password_reset'));
    expect(await linesOf(() => reset(account))).toEqual(of(account, 'password_reset'));
  });

  it('has a change of address, asked for and done', async () => {
    const account = await anAccount(azora);
    const wish = { email: `${unique('new')}@example.org`, password: PASSWORD };
    expect(await linesOf(() => account.api.post('/api/me/email', wish))).toEqual(of(account, 'email_change_requested'));
    const confirm = async (purpose: LinkPurpose) => {
      const token = await tokenFor(purpose, 'select id from identity.email_changes where user_id = $1', account.id);
      await azora.api.post('/api/auth/confirm-email-change', { token });
    };
    expect(await linesOf(() => confirm('leave-email'))).toEqual([]);
    expect(await linesOf(() => confirm('enter-email'))).toEqual(of(account, 'email_changed'));
  });

  it('has what becomes of an authenticator, and each recovery code', async () => {
    const account = await anAccount(azora);
    let app!: Authenticator;
    const enabled = await linesOf(async () => {
      app = await Authenticator.of(account, azora.clock.now(), PASSWORD);
    });
    expect(enabled).toEqual(of(account, 'second_factor_enrolled', 'second_factor_enabled'));
    const enter = async (code: string) => {
      const { body } = await logIn(azora.api, account.email);
      expect((await azora.api.post('/api/auth/login/mfa', { ticket: body.ticket, code })).status).toBe(200);
    };
    expect(await linesOf(() => enter(app.code(azora.clock.now())))).toEqual(of(account, 'signed_in'));
    expect(await linesOf(() => enter(app.recoveryCodes[0] as string))).toEqual(
      of(account, 'recovery_code_used', 'signed_in'),
    );
    expect(await linesOf(() => account.api.post('/api/auth/mfa/disable', { password: PASSWORD }))).toEqual(
      of(account, 'second_factor_disabled'),
    );
  });

  it('has what becomes of an API key', async () => {
    const account = await anAccount(azora);
    let id = '';
    const made = await linesOf(async () => {
      const wish = { name: 'Key', scopes: ['account:read'], password: PASSWORD };
      id = (await account.api.post('/api/api-keys', wish)).body.id;
    });
    const line = (action: string) => ({ action, subject: `api_key:${id}`, actor: `user:${account.id}` });
    expect(made).toEqual([line('identity.api_key_created')]);
    const revoked = await linesOf(() => account.api.send('DELETE', `/api/api-keys/${id}`));
    expect(revoked).toEqual([line('identity.api_key_revoked')]);
  });

  it('has the end of a session, of all, and of one whose token was used twice', async () => {
    const [account, other] = [await anAccount(azora), await anAccount(azora)];
    const [session] = await rowsOf<{ id: string }>(azora, 'select id from identity.sessions where user_id = $1', [
      account.id,
    ]);
    const ended = { subject: `session:${session?.id}`, actor: `user:${account.id}` };
    expect(await linesOf(() => account.api.post('/api/auth/logout'))).toEqual([
      { action: 'identity.session_ended', ...ended },
    ]);
    expect(await linesOf(() => other.api.post('/api/auth/logout-all'))).toEqual(of(other, 'sessions_ended'));

    const { id, refreshToken } = await anAccount(azora);
    await azora.app.get(Refresh, { strict: false }).refresh(refreshToken);
    azora.clock.advance({ minutes: 1 });
    const [replayed] = await linesOf(() => azora.api.post('/api/auth/refresh', { refreshToken }));
    expect(replayed).toMatchObject({ action: 'identity.session_replayed', actor: `user:${id}` });
  });

  it('has what administrators do to others, under their own name', async () => {
    const account = await anAccount(azora);
    const path = `/api/admin/users/${account.id}`;
    const acts: [string, () => Promise<unknown>][] = [
      ['identity.roles_changed', () => admin.api.put(`${path}/roles`, { roles: ['instructor'] })],
      ['identity.user_locked', () => admin.api.put(`${path}/lock`)],
      ['identity.user_unlocked', () => admin.api.put(`${path}/unlock`)],
    ];
    for (const [action, act] of acts)
      expect(await linesOf(act)).toEqual([{ action, subject: `user:${account.id}`, actor: `user:${admin.id}` }]);
    const rotated = await linesOf(() => admin.api.post('/api/admin/signing-keys/rotate', {}));
    expect(rotated).toMatchObject([{ action: 'identity.signing_key_rotated', actor: `user:${admin.id}` }]);
  });

  it('has who came through a provider, and that what another had left was dropped', async () => {
    const squatted = await anAccount(azora);
    const enter = (email: string) => {
      const identity = { provider: 'google', subject: unique('subject'), email, emailVerified: true, name: 'Ada' };
      return azora.app.get(CommandBus).execute(new EnterThroughProvider(identity));
    };
    let id = '';
    const opened = await linesOf(async () => {
      id = await enter(`${unique('ada')}@example.org`);
    });
    expect(opened).toEqual(of({ id }, 'signed_up', 'provider_linked'));
    expect(await linesOf(() => enter(squatted.email))).toEqual(of(squatted, 'credentials_dropped', 'provider_linked'));
  });

  it('has that somebody keeps guessing, and who has left for good', async () => {
    const account = await anAccount(azora);
    const attempts = azora.app.get(SignInAttempts, { strict: false });
    for (let network = 1; network < 20; network += 1)
      await attempts.begin({ account: account.email, address: `203.0.113.${network}` });
    expect(await linesOf(() => logIn(azora.api, account.email, 'wrong'))).toEqual([
      { action: 'identity.many_failed_sign_ins', subject: `user:${account.id}`, actor: 'visitor' },
    ]);
    expect(await linesOf(() => account.api.send('DELETE', '/api/me', { password: PASSWORD }))).toEqual(
      of(account, 'account_erased'),
    );
  });

  it('has a line of every handler, but of those that are named here with a reason', () => {
    const handlers = readdirSync(import.meta.dirname).filter(file => !file.endsWith('.spec.ts'));
    const silent = handlers.filter(file => actionsIn(file).length === 0).map(file => file.replace('.ts', ''));
    expect(silent).toEqual(Object.keys(WITHOUT_A_LINE));
    const spoken = new Set(handlers.flatMap(actionsIn));
    expect([...seen].sort()).toEqual([...spoken].sort());
  });

  function actionsIn(file: string): string[] {
    const source = readFileSync(`${import.meta.dirname}/${file}`, 'utf8');
    return [...source.matchAll(/action: '(identity\.\w+)'/g)].map(([, action]) => action as string);
  }
});
