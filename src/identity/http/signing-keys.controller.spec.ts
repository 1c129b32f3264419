import { decodeProtectedHeader } from 'jose';
import { Azora, startApp } from '../../../test/support/azora.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { anAdmin, type Person } from '../../../test/support/people.ts';
import { expectProblem } from '../../../test/support/problems.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { RotateSigningKeys } from '../processes/rotate-signing-keys.ts';
import { type Account, anAccount, isSignedIn, logIn } from '../testing/accounts.ts';
import { activeSigner, signed } from '../testing/signers.ts';

describe('Signing keys', () => {
  let azora: Azora;
  let ada: Account;

  beforeEach(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
    ada = await anAccount(azora);
  });

  afterEach(() => azora.stop());

  async function publishedKids(): Promise<string[]> {
    const { body } = await azora.api.get('/.well-known/jwks.json');
    return body.keys.map(({ kid }: { kid: string }) => kid);
  }

  async function kidOfNewTokens(): Promise<string | undefined> {
    return decodeProtectedHeader((await logIn(azora.api, ada.email)).body.accessToken).kid;
  }

  async function rotate({ api }: Person, wish = {}): Promise<number> {
    return (await api.post('/api/admin/signing-keys/rotate', wish)).status;
  }

  it('are shown for ten minutes before they sign, and for as long as their tokens live after', async () => {
    const [former] = await publishedKids();
    expect(await rotate(await anAdmin(azora))).toBe(204);
    const [next] = (await publishedKids()).filter(kid => kid !== former);
    expect(next).toBeDefined();
    expect(await kidOfNewTokens()).toBe(former);

    azora.clock.advance({ minutes: 10 });
    expect(await kidOfNewTokens()).toBe(next);
    expect(new Set(await publishedKids())).toEqual(new Set([former, next]));
    expect(await isSignedIn(ada)).toBe(true);

    azora.clock.advance({ minutes: 16 });
    expect(await publishedKids()).toEqual([next]);
    expect(await isSignedIn(ada)).toBe(false);
    const { body } = await azora.api.post('/api/auth/refresh', { refreshToken: ada.refreshToken });
    expect(await isSignedIn({ api: azora.api.as(body) })).toBe(true);
  });

  it('are not made while one waits', async () => {
    const admin = await anAdmin(azora);
    await rotate(admin);
    const published = await publishedKids();
    await rotate(admin);
    expect(await publishedKids()).toEqual(published);
    expect(published).toHaveLength(2);
  });

  it('are made by themselves every thirty days, and deleted once they are gone', async () => {
    const rotation = azora.app.get(RotateSigningKeys, { strict: false });
    const [first] = await publishedKids();
    azora.clock.advance({ days: 29 });
    await rotation.rotate('if_due');
    expect(await publishedKids()).toEqual([first]);
    azora.clock.advance({ days: 1 });
    await rotation.rotate('if_due');
    await rotation.rotate('if_due');
    expect(await publishedKids()).toHaveLength(2);
    azora.clock.advance({ days: 31 });
    await rotation.rotate('if_due');
    const stored = await rowsOf<{ id: string }>(azora, 'select id from identity.signing_keys');
    expect(stored).toHaveLength(2);
    expect(stored.map(({ id }) => id)).not.toContain(first);
  });

  it('that have leaked are worth nothing from that moment on, and nobody loses a session', async () => {
    const leaked = await activeSigner(azora);
    expect(await rotate(await anAdmin(azora), { compromised: true })).toBe(204);
    expect(await publishedKids()).not.toContain(leaked.kid);
    expect(await isSignedIn(ada)).toBe(false);
    const { body } = await azora.api.post('/api/auth/refresh', { refreshToken: ada.refreshToken });
    const api = azora.api.as(body);
    expect(await isSignedIn({ api })).toBe(true);

    const [session] = (await api.get('/api/auth/sessions')).body.items;
    const forged = await signed(leaked, { sub: ada.id, sid: session.id });
    expectProblem(await azora.api.as({ accessToken: forged }).get('/api/me'), 401, 'unauthenticated');
  });

  it('are known to every process within seconds', async () => {
    const other = await startApp(azora.environment, builder => builder.overrideProvider(Clock).useValue(azora.clock));
    try {
      const url = await other.getUrl();
      expect(await isSignedIn({ api: ada.api.at(url) })).toBe(true);
      await rotate(await anAdmin(azora), { compromised: true });
      const { body } = await azora.api.post('/api/auth/refresh', { refreshToken: ada.refreshToken });
      await eventually(() => isSignedIn({ api: azora.api.at(url).as(body) }));
      expect(await isSignedIn({ api: ada.api.at(url) })).toBe(false);
    } finally {
      await other.close();
    }
  });

  it('are one, when twenty processes start on an empty database at once', async () => {
    await rowsOf(azora, 'delete from identity.signing_keys');
    const rotation = azora.app.get(RotateSigningKeys, { strict: false });
    await Promise.all(Array.from({ length: 20 }, () => rotation.onApplicationBootstrap()));
    expect(await publishedKids()).toHaveLength(1);
    expect(await rowsOf(azora, 'select id from identity.signing_keys')).toHaveLength(1);
    expect(await kidOfNewTokens()).toBe((await publishedKids())[0]);
  });

  it('are at rest only sealed', async () => {
    const [row] = await rowsOf<{ sealed_private_key: string }>(azora, 'select * from identity.signing_keys');
    const { privateKey } = await activeSigner(azora);
    const pem = String(privateKey.export({ type: 'pkcs8', format: 'pem' }));
    expect(pem).toContain('PRIVATE KEY');
    expect(JSON.stringify(row)).not.toContain('PRIVATE KEY');
    expect(JSON.stringify(row)).not.toContain(pem.split('\n')[1]);
    expect(JSON.stringify(row)).not.toContain(privateKey.export({ format: 'jwk' }).d);
  });

  it('are rotated by administrators only', async () => {
    const answer = await ada.api.post('/api/admin/signing-keys/rotate', { compromised: true });
    expectProblem(answer, 403, 'forbidden');
    expect(await publishedKids()).toHaveLength(1);
  });
});
