import { CommandBus } from '@nestjs/cqrs';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { decodeProtectedHeader } from 'jose';
import { Authenticator } from '../../../test/support/authenticator.ts';
import { Azora, startApp } from '../../../test/support/azora.ts';
import { Client } from '../../../test/support/client.ts';
import { aLearner, type Person } from '../../../test/support/people.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { SEALED_KINDS, type SealedKind } from '../domain/sealed-secrets.ts';
import { Secrets } from '../domain/secrets.ts';
import { ResealSecrets } from './reseal-secrets.ts';

const PASSWORD = 'correct horse battery staple';
const OLD = 'the former secret of at least 32 signs';
const NEW = 'the present secret of at least 32 signs';

describe('Rotating ENCRYPTION_SECRET', () => {
  let azora: Azora;
  let learner: Person;
  let authenticator: Authenticator;
  const later: NestFastifyApplication[] = [];

  beforeEach(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off', ENCRYPTION_SECRET: OLD } });
    learner = await aLearner(azora);
    authenticator = await Authenticator.of(learner, azora.clock.now(), PASSWORD);
  });

  afterEach(async () => {
    for (const app of later.splice(0).reverse()) await app.close();
    await azora.stop();
  });

  /** A process that was started with other secrets. */
  async function startedWith(ENCRYPTION_SECRET: string): Promise<NestFastifyApplication> {
    const app = await startApp({ ...azora.environment, ENCRYPTION_SECRET }, builder =>
      builder.overrideProvider(Clock).useValue(azora.clock),
    );
    later.push(app);
    return app;
  }

  async function signIn(app: NestFastifyApplication) {
    const api = new Client(await app.getUrl());
    const { body } = await api.post('/api/auth/login', { email: learner.email, password: PASSWORD });
    azora.clock.advance({ minutes: 1 });
    const code = authenticator.code(azora.clock.now());
    const answer = await api.post('/api/auth/login/mfa', { ticket: body.ticket, code });
    return { status: answer.status, session: answer.body, api: api.as(answer.body) };
  }

  function kidOf({ accessToken }: { accessToken: string }): string | undefined {
    return decodeProtectedHeader(accessToken).kid;
  }

  async function reseal(app: NestFastifyApplication, kind: SealedKind): Promise<{ resealed: number; lost: string[] }> {
    const total = { resealed: 0, lost: [] as string[] };
    let lastId: string | undefined;
    do {
      const batch = await app.get(CommandBus).execute(new ResealSecrets(kind, lastId));
      total.resealed += batch.resealed;
      total.lost.push(...batch.lost);
      lastId = batch.lastId;
    } while (lastId);
    return total;
  }

  async function storeFactors(count: number, sealed: string): Promise<void> {
    await rowsOf(
      azora,
      `with people as (
         insert into identity.users (id, email, name, roles, signed_up_at)
         select id, id || '@example.org', 'Ada', '{learner}', now()
         from (select gen_random_uuid() as id from generate_series(1, $1)) as ids returning id
       )
       insert into identity.second_factors (id, sealed_secret, confirmed_at, last_step, recovery_hashes)
       select id, $2, now(), 0, '{}' from people`,
      [count, sealed],
    );
  }

  function secretsOf(app: NestFastifyApplication): Secrets {
    return app.get(Secrets, { strict: false });
  }

  it('changes nothing for anybody while both are set', async () => {
    const { body: keys } = await azora.api.get('/.well-known/jwks.json');
    const { status, session } = await signIn(await startedWith(`${NEW},${OLD}`));
    expect({ status, kid: kidOf(session) }).toEqual({ status: 200, kid: keys.keys[0].kid });
  });

  it('is over when all has been sealed anew: the former one opens nothing, and is not missed', async () => {
    const rotating = await startedWith(`${NEW},${OLD}`);
    for (const kind of SEALED_KINDS) expect(await reseal(rotating, kind)).toEqual({ resealed: 1, lost: [] });
    const kid = kidOf((await signIn(rotating)).session);

    const present = await startedWith(NEW);
    const { status, session } = await signIn(present);
    expect({ status, kid: kidOf(session) }).toEqual({ status: 200, kid });
    const sealed = await rowsOf<{ sealed: string; kind: string }>(
      azora,
      `select sealed_private_key as sealed, 'signing key' as kind from identity.signing_keys
       union all select sealed_secret, 'authenticator' from identity.second_factors`,
    );
    expect(sealed).toHaveLength(2);
    for (const { sealed: text, kind } of sealed) expect(secretsOf(azora.app).opens(text, kind)).toBe(false);
  });

  it('seals nothing anew that is under the first one already', async () => {
    const rotating = await startedWith(`${NEW},${OLD}`);
    await reseal(rotating, 'authenticator');
    const before = await rowsOf(azora, 'select * from identity.second_factors');
    expect(await reseal(rotating, 'authenticator')).toEqual({ resealed: 0, lost: [] });
    expect(await rowsOf(azora, 'select * from identity.second_factors')).toEqual(before);
  });

  it('takes as many batches as it needs', async () => {
    await storeFactors(450, secretsOf(azora.app).seal('secret', 'authenticator'));
    expect(await reseal(await startedWith(`${NEW},${OLD}`), 'authenticator')).toEqual({ resealed: 451, lost: [] });
  });

  it('names what no secret opens, leaves it as it is, and goes on', async () => {
    await storeFactors(1, 'sealed under a secret that nobody knows any more');
    const { resealed, lost } = await reseal(await startedWith(`${NEW},${OLD}`), 'authenticator');
    expect(resealed).toBe(1);
    const [row] = await rowsOf<{ id: string }>(
      azora,
      `select id from identity.second_factors where sealed_secret like 'sealed %'`,
    );
    expect(lost).toEqual([row?.id]);
  });

  describe('with the former one dropped too early', () => {
    it('lets everybody go on: the key that it sealed counts, and another one signs at once', async () => {
      const stranger = await aLearner(azora);
      const early = await startedWith(NEW);
      const url = await early.getUrl();
      expect((await stranger.api.at(url).get('/api/me')).status).toBe(200);

      const { body: keys } = await azora.api.get('/.well-known/jwks.json');
      expect(keys.keys).toHaveLength(2);
      const { body: session } = await new Client(url).post('/api/auth/login', {
        email: stranger.email,
        password: PASSWORD,
      });
      expect(kidOf(session)).toBe(keys.keys.map(({ kid }: { kid: string }) => kid).sort()[1]);
      expect((await new Client(url).as(session).get('/api/me')).status).toBe(200);
    });

    it('makes one new key, however often it starts', async () => {
      await startedWith(NEW);
      await startedWith(NEW);
      expect(await rowsOf(azora, 'select id from identity.signing_keys')).toHaveLength(2);
    });

    it('signs with the one that it can open, though a later one is there', async () => {
      await startedWith(NEW);
      const former = await startedWith(OLD);
      const stranger = await aLearner(azora);
      const { body: session } = await new Client(await former.getUrl()).post('/api/auth/login', {
        email: stranger.email,
        password: PASSWORD,
      });
      const kids = (await rowsOf<{ id: string }>(azora, 'select id from identity.signing_keys order by id')).map(
        ({ id }) => id,
      );
      expect(kidOf(session)).toBe(kids[0]);
    });
  });
});
