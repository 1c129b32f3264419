import { JwtService } from '@nestjs/jwt';
import { Azora, unique } from '../../../test/support/azora.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { eventsOf, rowsOf } from '../../../test/support/stored.ts';
import { sessionView } from '../queries/session.view.ts';

const PASSWORD = 'correct horse battery staple';
const USER = '01990a2c-7b4e-7000-8000-000000000000';

describe('Entering', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  afterAll(() => azora.stop());

  function signUp(email: string, password = PASSWORD) {
    return azora.api.post('/api/auth/signup', { email, name: 'Ada Lovelace', password });
  }

  function logIn(email: string, password = PASSWORD) {
    return azora.api.post('/api/auth/login', { email, password });
  }

  describe('for the first time', () => {
    it('opens an account of a learner, who is signed in', async () => {
      const email = `${unique('ada')}@example.org`;
      const { status, body } = await signUp(email);
      expect(status).toBe(201);
      expect(sessionView.parse(body)).toMatchObject({
        tokenType: 'Bearer',
        expiresIn: 900,
        user: { email, name: 'Ada Lovelace', roles: ['learner'] },
      });
      expect((await azora.api.as(body).get('/api/tokens/balance')).status).toBe(200);
    });

    it('stores the password only as argon2id, and tells the world neither', async () => {
      const email = `${unique('ada')}@example.org`;
      const { body } = await signUp(email);
      const [user] = await rowsOf(azora, 'select password_hash from identity.users where email = $1', [email]);
      expect(user).toEqual({ password_hash: expect.stringMatching(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/) });
      expect(JSON.stringify(body)).not.toContain('argon2');
      const told = (await eventsOf(azora, 'identity.user_signed_up')) as { userId: string }[];
      expect(told.filter(({ userId }) => userId === body.user.id)).toEqual([
        { userId: body.user.id, email, name: 'Ada Lovelace' },
      ]);
    });

    it('is refused for an address that has an account, in whatever case, also at the same moment', async () => {
      const name = unique('Ada');
      const answers = await Promise.all([
        signUp(`${name}@example.org`),
        signUp(`${name.toUpperCase()}@example.org`),
        signUp(`${name}@EXAMPLE.org`),
      ]);
      expect(answers.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
      for (const refused of answers.filter(({ status }) => status !== 201)) expectProblem(refused, 409, 'email_taken');
      expectProblem(await signUp(`${name}@example.org`), 409, 'email_taken');
    });

    it('cannot bring its own roles', async () => {
      const email = `${unique('eve')}@example.org`;
      const body = { email, name: 'Eve', password: PASSWORD, roles: ['admin'] };
      expectProblem(await azora.api.post('/api/auth/signup', body), 422, 'invalid_input');
      expectProblem(await logIn(email), 401, 'wrong_credentials');
    });

    it.each(['🔑🔑🔑🔑🔑🔑🔑🔑', ' leading and trailing ', 'x'.repeat(256)])(
      'takes %j for a password as it is',
      async password => {
        const email = `${unique('ada')}@example.org`;
        expect((await signUp(email, password)).status).toBe(201);
        expect((await logIn(email, password)).status).toBe(200);
        expectProblem(await logIn(email, [...password].slice(1).join('')), 401, 'wrong_credentials');
      },
    );
  });

  describe('again', () => {
    it('takes the address in any case and answers a session', async () => {
      const email = `${unique('ada')}@example.org`;
      await signUp(email);
      const { status, body } = await logIn(` ${email.toUpperCase()}`);
      expect(status).toBe(200);
      expect(sessionView.parse(body).user.email).toBe(email);
    });

    it('does not tell a wrong password from an unknown address', async () => {
      const email = `${unique('ada')}@example.org`;
      await signUp(email);
      const [wrong, unknown] = [await logIn(email, 'wrong'), await logIn(`${unique('nobody')}@example.org`)];
      for (const answer of [wrong, unknown]) expectProblem(answer, 401, 'wrong_credentials');
      const { traceId: _, ...one } = wrong.body;
      const { traceId: __, ...other } = unknown.body;
      expect(one).toEqual(other);
    });

    it('is put off when too many people do it at once, and never fails', async () => {
      const answers = await Promise.all(Array.from({ length: 250 }, () => logIn('nobody@example.org')));
      const putOff = answers.filter(({ status }) => status === 503);
      expect(putOff.length).toBeGreaterThan(0);
      for (const answer of answers.filter(({ status }) => status !== 503)) expect(answer.status).toBe(401);
      expectProblem(putOff[0] as (typeof answers)[0], 503, 'too_many_logins');
      expect(putOff[0]?.headers.get('retry-after')).toBe('2');
    });
  });

  describe('with a token', () => {
    const claims = { sub: USER, roles: ['learner'], typ: 'access', iss: 'azora', aud: 'azora-api' };
    const secret = () => azora.environment.ENCRYPTION_SECRET;
    const sign = (payload: object, key = secret(), algorithm: 'HS256' | 'HS512' = 'HS256') =>
      new JwtService().sign({ exp: Math.floor(Date.now() / 1_000) + 60, ...payload }, { secret: key, algorithm });
    const balanceWith = (authorization: string) => azora.api.with({ authorization }).get('/api/tokens/balance');

    it('that is right lets its bearer in', async () => {
      expect((await balanceWith(`Bearer ${sign(claims)}`)).status).toBe(200);
    });

    const unsigned = (payload: object) =>
      `${Buffer.from('{"alg":"none","typ":"JWT"}').toString('base64url')}.${Buffer.from(JSON.stringify(payload)).toString('base64url')}.`;

    it.each<[string, () => string]>([
      ['is garbage', () => 'Bearer garbage'],
      ['is three garbages', () => 'Bearer a.b.c'],
      ['is empty', () => 'Bearer '],
      ['is a password instead', () => `Basic ${Buffer.from('ada:secret').toString('base64')}`],
      ['has expired', () => `Bearer ${sign({ ...claims, exp: 1_700_000_000 })}`],
      ['is not signed', () => `Bearer ${unsigned({ ...claims, exp: 4_000_000_000 })}`],
      ['is signed with another secret', () => `Bearer ${sign(claims, 'another secret that is long enough, too')}`],
      ['is signed with another algorithm', () => `Bearer ${sign(claims, secret(), 'HS512')}`],
      ['is for another audience', () => `Bearer ${sign({ ...claims, aud: 'elsewhere' })}`],
      ['is of another issuer', () => `Bearer ${sign({ ...claims, iss: 'elsewhere' })}`],
      ['is of no type', () => `Bearer ${sign({ ...claims, typ: undefined })}`],
      ['is of another type', () => `Bearer ${sign({ ...claims, typ: 'refresh' })}`],
      ['is nobody’s', () => `Bearer ${sign({ ...claims, sub: 'ada' })}`],
      ['has no roles', () => `Bearer ${sign({ ...claims, roles: undefined })}`],
      ['has a role that there is not', () => `Bearer ${sign({ ...claims, roles: ['owner'] })}`],
      [
        'was changed after it was signed',
        () =>
          `Bearer ${sign(claims).replace(/\.[^.]+\./, `.${Buffer.from(JSON.stringify({ ...claims, roles: ['admin'], exp: 4_000_000_000 })).toString('base64url')}.`)}`,
      ],
      ['is 10 kB long', () => `Bearer ${'x'.repeat(10_000)}`],
    ])('that %s lets nobody in', async (_, authorization) => {
      const answer = await balanceWith(authorization());
      expectProblem(answer, 401, 'unauthenticated');
      expect(answer.headers.get('www-authenticate')).toBe('Bearer');
    });

    it('without an end lets nobody in', async () => {
      const endless = new JwtService().sign(claims, { secret: secret() });
      expectProblem(await balanceWith(`Bearer ${endless}`), 401, 'unauthenticated');
    });
  });
});
