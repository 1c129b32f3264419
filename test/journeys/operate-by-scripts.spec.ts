import { Authenticator } from '../support/authenticator.ts';
import { Azora } from '../support/azora.ts';
import { runScript } from '../support/built-script.ts';
import { aLearner } from '../support/people.ts';
import { rowsOf } from '../support/stored.ts';

const SEED_PASSWORD = 'azora-local-only';
const PASSWORD = 'correct horse battery staple';
const NEW_SECRET = 'the present secret of at least 32 signs';

/** A start is mostly computation, and takes long where many share the processor. */
const PATIENCE_MS = 120_000;

describe('The script', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  afterAll(() => azora.stop());

  describe('seed', () => {
    it(
      'is refused in production, where its password would be everybody’s',
      async () => {
        const { STRIPE_API_BASE: _, ...settings } = azora.environment;
        const production = { ...settings, NODE_ENV: 'production', STRIPE_SECRET_KEY: 'sk_live_none' } as const;
        const { code, stderr } = await runScript('seed', production as never);
        expect({ code, stderr }).toEqual({ code: 1, stderr: expect.stringContaining('refused in production') });
        expect(await rowsOf(azora, 'select 1 from identity.users')).toEqual([]);
      },
      PATIENCE_MS,
    );

    it(
      'opens an account for each role and publishes courses, once',
      async () => {
        expect(await runScript('seed', azora.environment)).toMatchObject({ code: 0, stderr: '' });
        for (const role of ['learner', 'instructor', 'support', 'admin']) {
          const credentials = { email: `${role}@azora.test`, password: SEED_PASSWORD };
          const { status, body } = await azora.api.post('/api/auth/login', credentials);
          expect({ status, roles: body.user.roles }).toEqual({ status: 200, roles: [role] });
        }
        const { body: before } = await azora.api.get('/api/courses/list');
        expect(before.items).toHaveLength(3);

        expect(await runScript('seed', azora.environment)).toMatchObject({ code: 0, stderr: '' });
        expect((await azora.api.get('/api/courses/list')).body).toEqual(before);
        expect(await rowsOf(azora, 'select 1 from identity.users')).toHaveLength(4);
      },
      PATIENCE_MS,
    );
  });

  describe('grant', () => {
    it(
      'gives an account its roles, in whatever case the address is written',
      async () => {
        const { email, api } = await aLearner(azora);
        expect((await api.get('/api/admin/users')).status).toBe(403);
        const { code, stdout } = await runScript('grant', azora.environment, email.toUpperCase(), 'learner', 'admin');
        expect({ code, stdout }).toEqual({ code: 0, stdout: `${email.toUpperCase()}: learner, admin\n` });
        expect((await api.get('/api/me')).body.roles).toEqual(['learner', 'admin']);
        expect((await api.get('/api/admin/users')).status).toBe(200);
      },
      PATIENCE_MS,
    );

    it.each([
      ['a role that there is not', ['learner@azora.test', 'root'], 'Usage: grant <address> <role> ...'],
      ['one good role and one that there is not', ['learner@azora.test', 'admin', 'root'], 'Usage: grant'],
      ['no role', ['learner@azora.test'], 'Usage: grant'],
      ['no address', [], 'Usage: grant'],
      [
        'an address without an account',
        ['nobody@example.org', 'admin'],
        'There is no account with the address nobody@',
      ],
    ])(
      'refuses %s, and changes nothing',
      async (_, words, says) => {
        const roles = () => rowsOf(azora, 'select id, roles from identity.users order by id');
        const before = await roles();
        const { code, stdout, stderr } = await runScript('grant', azora.environment, ...words);
        expect({ code, stdout }).toEqual({ code: 1, stdout: '' });
        expect(stderr).toContain(says);
        expect(await roles()).toEqual(before);
      },
      PATIENCE_MS,
    );
  });

  describe('reseal', () => {
    it(
      'seals all anew, says how much, and finds nothing to do the second time',
      async () => {
        await Authenticator.of(await aLearner(azora), azora.clock.now(), PASSWORD);
        const rotating = rotatingEnvironment(azora);
        expect(await runScript('reseal', rotating)).toEqual({
          code: 0,
          stdout: 'signing key: 1 sealed anew\nauthenticator: 1 sealed anew\n',
          stderr: '',
        });
        expect(await runScript('reseal', rotating)).toEqual({
          code: 0,
          stdout: 'signing key: 0 sealed anew\nauthenticator: 0 sealed anew\n',
          stderr: '',
        });
      },
      PATIENCE_MS,
    );

    it(
      'fails when something is lost, and names it',
      async () => {
        const { id } = await aLearner(azora);
        await rowsOf(azora, `insert into identity.second_factors values ($1, 'lost', now(), 0, '{}')`, [id]);
        const { code, stderr } = await runScript('reseal', rotatingEnvironment(azora));
        expect({ code, stderr }).toEqual({ code: 1, stderr: `authenticator ${id}: no secret opens it\n` });
      },
      PATIENCE_MS,
    );
  });
});

function rotatingEnvironment({ environment }: Azora) {
  return { ...environment, ENCRYPTION_SECRET: `${NEW_SECRET},${environment.ENCRYPTION_SECRET}` };
}
