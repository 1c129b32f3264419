import { Azora, unique } from '../../../test/support/azora.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { sessionView } from '../queries/session.view.ts';
import { anAccount, isSignedIn, logIn, PASSWORD, signUp } from '../testing/accounts.ts';

describe('Entering', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  afterAll(() => azora.stop());

  describe('for the first time', () => {
    it('opens an account of a learner, who is signed in', async () => {
      const email = `${unique('ada')}@example.org`;
      const { status, body } = await signUp(azora.api, email);
      expect(status).toBe(201);
      expect(sessionView.parse(body)).toMatchObject({
        tokenType: 'Bearer',
        expiresIn: 900,
        user: { email, name: 'Ada Lovelace', roles: ['learner'], emailVerified: false },
      });
      expect((await azora.api.as(body).get('/api/tokens/balance')).status).toBe(200);
    });

    it('stores the password only as argon2id, and tells the world neither', async () => {
      const { id, email } = await anAccount(azora);
      const [user] = await rowsOf(azora, 'select password_hash from identity.users where email = $1', [email]);
      expect(user).toEqual({ password_hash: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/) });
      const told = (await eventsOf(azora, 'identity.user_signed_up')) as { userId: string }[];
      expect(told.filter(({ userId }) => userId === id)).toEqual([{ userId: id, email, name: 'Ada Lovelace' }]);
    });

    it('is refused for an address that has an account, in whatever case, also at the same moment', async () => {
      const name = unique('Ada');
      const spellings = [`${name}@example.org`, `${name.toUpperCase()}@example.org`, `${name}@EXAMPLE.org`];
      const answers = await Promise.all(spellings.map(email => signUp(azora.api, email)));
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      for (const refused of answers.filter(({ status }) => status !== 201)) expectProblem(refused, 409, 'email_taken');
      expectProblem(await signUp(azora.api, `${name}@example.org`), 409, 'email_taken');
    });

    it('cannot bring its own roles', async () => {
      const email = `${unique('eve')}@example.org`;
      const body = { email, name: 'Eve', password: PASSWORD, roles: ['admin'] };
      expectProblem(await azora.api.post('/api/auth/signup', body), 422, 'invalid_input');
      expectProblem(await logIn(azora.api, email), 401, 'wrong_credentials');
    });
  });

  describe('again', () => {
    it('takes the address in any spelling and answers a session', async () => {
      const { email } = await anAccount(azora);
      const wide = [...email].map(sign => String.fromCodePoint((sign.codePointAt(0) as number) + 0xfee0)).join('');
      for (const spelling of [email, ` ${email.toUpperCase()}\n`, wide, wide.toUpperCase()]) {
        const { status, body } = await logIn(azora.api, spelling);
        expect({ spelling, status }).toEqual({ spelling, status: 200 });
        expect(sessionView.parse(body).user.email).toBe(email);
      }
    });

    it('does not tell a wrong password from an unknown address', async () => {
      const { email } = await anAccount(azora);
      const wrong = await logIn(azora.api, email, 'wrong');
      const unknown = await logIn(azora.api, `${unique('nobody')}@example.org`);
      for (const answer of [wrong, unknown]) expectProblem(answer, 401, 'wrong_credentials');
      const { traceId: _, ...one } = wrong.body;
      const { traceId: __, ...other } = unknown.body;
      expect(one).toEqual(other);
    });

    it('is put off when too many people do it at once, and never fails', async () => {
      const strangers = Array.from({ length: 250 }, (_, index) => `nobody-${index}@example.org`);
      const answers = await Promise.all(strangers.map(email => logIn(azora.api, email)));
      const putOff = answers.filter(({ status }) => status === 503);
      expect(putOff.length).toBeGreaterThan(0);
      for (const answer of answers.filter(({ status }) => status !== 503)) expect(answer.status).toBe(401);
      for (const answer of putOff) {
        expectProblem(answer, 503, 'too_many_logins');
        expect(answer.headers.get('retry-after')).toBe('2');
      }
    });
  });

  describe('with what is no access token', () => {
    it.each([
      ['garbage', 'Bearer garbage'],
      ['three garbages', 'Bearer a.b.c'],
      ['nothing', 'Bearer '],
      ['a password', `Basic ${Buffer.from('ada:secret').toString('base64')}`],
      ['10 kB', `Bearer ${'x'.repeat(10_000)}`],
      ['a made-up API key', `Bearer azora_${'x'.repeat(43)}`],
      ['an endless API key', `Bearer azora_${'x'.repeat(10_000)}`],
    ])('but %s is refused', async (_, authorization) => {
      const answer = await azora.api.with({ authorization }).get('/api/me');
      expectProblem(answer, 401, 'unauthenticated');
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    });

    it('is no matter on a public route', async () => {
      const stranger = azora.api.with({ authorization: 'Bearer garbage' });
      expect((await stranger.get('/.well-known/jwks.json')).status).toBe(200);
      expect(await isSignedIn(await anAccount(azora))).toBe(true);
    });
  });
});
