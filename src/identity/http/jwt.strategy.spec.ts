import { createHmac, generateKeyPairSync } from 'node:crypto';
import { createRemoteJWKSet, decodeJwt, exportJWK, jwtVerify } from 'jose';
import { Azora } from '../../../test/support/azora.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { keySetView } from '../queries/get-key-set.ts';
import { type Account, anAccount, isSignedIn } from '../testing/accounts.ts';
import { activeSigner, type Signer, signed } from '../testing/signers.ts';

const NOW = Math.floor(Date.now() / 1_000);
const ELSEWHERE = 'https://evil.example/jwks.json';

describe('An access token', () => {
  let azora: Azora;
  let ada: Account;
  let eve: Account;
  let token: string;
  let claims: Record<string, unknown>;
  let ours: Signer;
  const theirs = generateKeyPairSync('ec', { namedCurve: 'P-256' });

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    [ada, eve] = [await anAccount(azora), await anAccount(azora)];
    const { body } = await azora.api.post('/api/auth/refresh', { refreshToken: ada.refreshToken });
    token = body.accessToken;
    const { sub, sid } = decodeJwt(token);
    claims = { sub, sid };
    ours = await activeSigner(azora);
  });

  afterAll(() => azora.stop());

  function bearing(bearer: string) {
    return azora.api.with({ authorization: `Bearer ${bearer}` });
  }

  it('can be checked by another service that knows nothing but the published keys', async () => {
    const keys = createRemoteJWKSet(new URL(`${azora.url}/.well-known/jwks.json`));
    const rules = { issuer: 'azora', audience: 'azora-api', typ: 'at+jwt', algorithms: ['ES256'] };
    const { payload, protectedHeader } = await jwtVerify(token, keys, rules);
    expect(payload).toMatchObject({ sub: ada.id, sid: expect.any(String), roles: ['learner'] });
    expect((payload.exp as number) - (payload.iat as number)).toBe(900);
    expect(protectedHeader).toEqual({ alg: 'ES256', typ: 'at+jwt', kid: ours.kid });
  });

  it('is signed with keys of which only the public half is shown, and may be kept for ten minutes', async () => {
    const { headers, body } = await azora.api.get('/.well-known/jwks.json');
    expect(headers.get('cache-control')).toBe('public, max-age=600');
    expect(keySetView.parse(body).keys).toMatchObject([{ kid: ours.kid, use: 'sig', alg: 'ES256' }]);
    expect(JSON.stringify(body)).not.toContain('"d"');
  });

  it('lets its bearer in, and so does one that a test signs the same way', async () => {
    for (const good of [token, await signed(ours, claims)])
      expect((await bearing(good).get('/api/me')).body.id).toBe(ada.id);
  });

  it('says nothing of roles that counts: those are in the database', async () => {
    const boasting = bearing(await signed(ours, { ...claims, roles: ['admin', 'support'] }));
    expectProblem(await boasting.get('/api/admin/users'), 403, 'forbidden');
    expect((await boasting.get('/api/me')).body.roles).toEqual(['learner']);
    expect(await isSignedIn({ api: bearing(await signed(ours, { ...claims, roles: undefined })) })).toBe(true);
  });

  const hs256 = (header: object, secret: string | Buffer) => {
    const input = [header, { iss: 'azora', aud: 'azora-api', exp: NOW + 60, ...claims }]
      .map(part => Buffer.from(JSON.stringify(part)).toString('base64url'))
      .join('.');
    return `${input}.${createHmac('sha256', secret).update(input).digest('base64url')}`;
  };

  const reassembled = (change: (parts: [string, string, string]) => string[]) =>
    change(token.split('.') as [string, string, string]).join('.');

  const json = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

  it.each<[string, () => string | Promise<string>]>([
    ['of no algorithm', () => reassembled(([, payload]) => [json({ alg: 'none', typ: 'at+jwt' }), payload, ''])],
    [
      'of no algorithm under a good kid',
      () => reassembled(([, p, s]) => [json({ alg: 'none', typ: 'at+jwt', kid: ours.kid }), p, s]),
    ],
    [
      'signed by HS256 with the public key as text for a secret',
      () =>
        hs256({ alg: 'HS256', typ: 'at+jwt', kid: ours.kid }, ours.publicKey.export({ type: 'spki', format: 'pem' })),
    ],
    [
      'signed by HS256 with the public key as bytes for a secret',
      () =>
        hs256({ alg: 'HS256', typ: 'at+jwt', kid: ours.kid }, ours.publicKey.export({ type: 'spki', format: 'der' })),
    ],
    [
      'signed by HS256 with the secret of the platform',
      () => hs256({ alg: 'HS256', typ: 'at+jwt', kid: ours.kid }, azora.environment.ENCRYPTION_SECRET),
    ],
    [
      'signed by HS256 that says ES256',
      () =>
        hs256({ alg: 'ES256', typ: 'at+jwt', kid: ours.kid }, ours.publicKey.export({ type: 'spki', format: 'pem' })),
    ],
    [
      'signed by RS256',
      () => {
        const { privateKey } = generateKeyPairSync('rsa', { modulusLength: 2_048 });
        return signed({ kid: ours.kid, privateKey }, claims, { alg: 'RS256' });
      },
    ],
    ['signed by another key under our kid', () => signed({ kid: ours.kid, privateKey: theirs.privateKey }, claims)],
    [
      'signed by another key under a kid of its own',
      () => signed({ kid: crypto.randomUUID(), privateKey: theirs.privateKey }, claims),
    ],
    [
      'signed with nothing but zeros',
      () => reassembled(([header, payload]) => [header, payload, Buffer.alloc(64).toString('base64url')]),
    ],
    [
      'without a signature and under a kid that there is not',
      () =>
        reassembled(([, payload]) => [json({ alg: 'ES256', typ: 'at+jwt', kid: crypto.randomUUID() }), payload, '']),
    ],
    [
      'without a signature and without a kid',
      () => reassembled(([, payload]) => [json({ alg: 'ES256' }), payload, '']),
    ],
    ['without a signature', () => reassembled(([header, payload]) => [header, payload, ''])],
  ])('%s lets nobody in', async (_, forge) => {
    expectProblem(await bearing(await forge()).get('/api/me'), 401, 'unauthenticated');
  });

  it.each(['jku', 'x5u', 'jwk', 'x5c'])(
    'is not checked with a key that its header brings along as %s',
    async member => {
      const jwk = await exportJWK(theirs.publicKey);
      const brought = { jku: ELSEWHERE, x5u: ELSEWHERE, jwk, x5c: ['MIIB'] }[member];
      for (const kid of [ours.kid, crypto.randomUUID()]) {
        const forged = await signed({ kid, privateKey: theirs.privateKey }, claims, { [member]: brought });
        expectProblem(await bearing(forged).get('/api/me'), 401, 'unauthenticated');
      }
    },
  );

  it.each<[string, Record<string, unknown>]>([
    ['has expired', { exp: NOW - 1 }],
    ['has no end', { exp: undefined }],
    ['does not count yet', { nbf: NOW + 600 }],
    ['is for another audience', { aud: 'azora' }],
    ['is for no audience', { aud: undefined }],
    ['is of another issuer', { iss: 'https://azora.example' }],
    ['is of no issuer', { iss: undefined }],
    ['is of no session', { sid: undefined }],
    ['is of a session that there is not', { sid: crypto.randomUUID() }],
    ['is nobody’s', { sub: undefined }],
    ['is somebody’s who does not exist', { sub: crypto.randomUUID() }],
    ['names no id', { sub: "' or 1=1 --" }],
  ])('that %s lets nobody in, though it is signed by us', async (_, change) => {
    expectProblem(await bearing(await signed(ours, { ...claims, ...change })).get('/api/me'), 401, 'unauthenticated');
  });

  it.each<[string, Record<string, unknown>]>([
    ['another type', { typ: 'JWT' }],
    ['no type', { typ: undefined }],
    ['no kid', { kid: undefined }],
    ['a kid that is a path', { kid: '../../../dev/null' }],
    ['a kid that is SQL', { kid: "x' union select 'secret" }],
  ])('with %s lets nobody in, though it is signed by us', async (_, header) => {
    expectProblem(await bearing(await signed(ours, claims, header)).get('/api/me'), 401, 'unauthenticated');
  });

  it('of one user lets nobody into the session of another', async () => {
    expectProblem(await bearing(await signed(ours, { ...claims, sub: eve.id })).get('/api/me'), 401, 'unauthenticated');
  });

  it('lets nobody in once it was changed', async () => {
    const forged = reassembled(([header, payload, signature]) => {
      const said = JSON.parse(Buffer.from(payload, 'base64url').toString());
      return [header, json({ ...said, sub: eve.id }), signature];
    });
    expectProblem(await bearing(forged).get('/api/me'), 401, 'unauthenticated');
  });

  it('is no refresh token, and neither is a refresh token nor a device token one', async () => {
    for (const other of [ada.refreshToken, ada.deviceToken, eve.refreshToken])
      expectProblem(await bearing(other).get('/api/me'), 401, 'unauthenticated');
    const answer = await azora.api.post('/api/auth/refresh', { refreshToken: token.slice(0, 200) });
    expectProblem(answer, 401, 'refresh_token_invalid');
  });
});
