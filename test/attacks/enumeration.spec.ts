import { LinkTokens } from '../../src/identity/link-tokens.contract.ts';
import { Azora, unique } from '../support/azora.ts';
import type { Answer, Client } from '../support/client.ts';
import { anAdmin, anew, PASSWORD, type Person, someoneWith, verified } from '../support/people.ts';
import { rowsOf } from '../support/stored.ts';

/** What tells no answer from another: the moment, and how many were asked for before. */
const OF_THE_MOMENT = ['date', 'ratelimit'];

describe('Whether there is an account', () => {
  let azora: Azora;
  let admin: Person;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    // So that a wait is not over for one of two who are compared.
    azora.clock.stop();
    admin = await anAdmin(azora);
  });

  afterAll(() => azora.stop());

  const nobody = () => `${unique('nobody')}@example.org`;
  const learner = () => someoneWith(azora, 'learner');

  async function changed(sql: string): Promise<string> {
    const { id, email } = await learner();
    await rowsOf(azora, `update identity.users set ${sql} where id = $1`, [id]);
    return email;
  }

  const KINDS: [string, () => Promise<string>][] = [
    ['somebody', async () => (await learner()).email],
    ['an administrator', async () => (await anAdmin(azora)).email],
    ['somebody verified', () => changed('email_verified_at = now()')],
    ['somebody who has no password', () => changed('password_hash = null')],
    [
      'somebody locked',
      async () => {
        const { id, email } = await learner();
        await admin.api.put(`/api/admin/users/${id}/lock`);
        return email;
      },
    ],
    [
      'somebody erased',
      async () => {
        const { api, email } = await learner();
        await api.send('DELETE', '/api/me', { password: PASSWORD });
        return email;
      },
    ],
    [
      'what remains of somebody erased',
      async () => {
        const { id, api } = await learner();
        await api.send('DELETE', '/api/me', { password: PASSWORD });
        const [gone] = await rowsOf<{ email: string }>(azora, 'select email from identity.users where id = $1', [id]);
        return gone?.email as string;
      },
    ],
  ];

  const QUESTIONS: [string, (email: string, api: Client) => Promise<Answer>][] = [
    ['signing in', (email, api) => api.post('/api/auth/login', { email, password: 'a guess' })],
    ['a reset', (email, api) => api.post('/api/auth/password/forgot', { email })],
    ['another link', (email, api) => api.post('/api/auth/resend-verification', { email })],
  ];

  const CASES = QUESTIONS.flatMap(([what, ask]) =>
    KINDS.map(([who, someone]): [string, string, typeof ask, typeof someone] => [what, who, ask, someone]),
  );

  it.each(CASES)('does not show when %s is asked for as %s', async (_, __, ask, someone) => {
    const [known, unknown] = [await someone(), nobody()];
    // More often than mails are sent, or guesses looked at without a wait.
    for (let time = 0; time < 7; time++)
      expect(seen(await ask(known, azora.api))).toEqual(seen(await ask(unknown, azora.api)));
  });

  it('does not show when an address is changed to it', async () => {
    const [taken, free] = [(await learner()).email, nobody()];
    const change = async (email: string) => (await learner()).api.post('/api/me/email', { email, password: PASSWORD });
    expect(seen(await change(taken))).toEqual(seen(await change(free)));
  });

  it('does not show when somebody is invited', async () => {
    const { api } = await verified(azora, await learner());
    const { body: organization } = await api.post('/api/organizations', { name: 'Engines' });
    const invite = async (email: string) => {
      const answer = await api.post(`/api/organizations/${organization.id}/invitations`, { email, role: 'member' });
      return { ...answer, body: { ...answer.body, id: '', email: '', invitedAt: '', expiresAt: '' } };
    };
    const [known, unknown] = [await invite((await learner()).email), await invite(nobody())];
    expect(known.status).toBe(201);
    expect(seen(known)).toMatchObject({ ...seen(unknown), headers: expect.anything() });
    const { body: list } = await api.get(`/api/organizations/${organization.id}/invitations`);
    const [one, other] = list.items.map((item: object) => Object.keys(item));
    expect(one).toEqual(other);
  });

  it('does not show in what a link that does not count is answered with', async () => {
    const { email } = await learner();
    await azora.api.post('/api/auth/password/forgot', { email });
    const [proof] = await rowsOf<{ id: string }>(
      azora,
      `select id from identity.proofs where email = $1 and purpose = 'reset-password'`,
      [email],
    );
    const links = azora.app.get(LinkTokens, { strict: false });
    const reset = (token: string) => azora.api.post('/api/auth/password/reset', { token, password: unique('secret') });
    const good = links.tokenFor('reset-password', proof?.id as string);
    const wrong = [
      links.tokenFor('verify-email', proof?.id as string),
      links.tokenFor('reset-password', crypto.randomUUID()),
      good.replace(/.$/, last => (last === 'A' ? 'B' : 'A')),
      'x'.repeat(64),
    ];
    const answers = [];
    for (const token of wrong) answers.push(seen(await reset(token)));
    expect((await reset(good)).status).toBe(204);
    answers.push(seen(await reset(good)));
    expect(new Set(answers.map(answer => JSON.stringify(answer))).size).toBe(1);
  });

  it('does not show in what a token that does not count is answered with', async () => {
    const owner = await learner();
    const { body } = await azora.api.post('/api/auth/login', { email: owner.email, password: PASSWORD });
    await (await anew(azora, owner)).post('/api/auth/logout-all');
    const refresh = (refreshToken: string) => azora.api.post('/api/auth/refresh', { refreshToken });
    const ended = seen(await refresh(body.refreshToken));
    expect(ended).toEqual(seen(await refresh('x'.repeat(43))));
    expect(ended).toEqual(seen(await refresh('x')));
    expect(ended).toEqual(seen(await refresh(body.accessToken.slice(0, 200))));
  });
});

/** All that somebody who asks can see. */
function seen({ status, headers, body }: Answer) {
  const { traceId: _, ...rest } = typeof body === 'object' ? body : { text: body };
  const visible = [...headers].filter(([name]) => !OF_THE_MOMENT.includes(name));
  return { status, headers: Object.fromEntries(visible), body: rest };
}
