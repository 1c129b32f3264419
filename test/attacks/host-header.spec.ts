import { Azora, unique } from '../support/azora.ts';
import type { Answer } from '../support/client.ts';
import { consent, type LocalProviders, startLocalProviders } from '../support/identity-providers.ts';
import { linkIn, type Mail, mailTo } from '../support/mails.ts';
import { addressOf, OPERATIONS } from '../support/operations.ts';
import { PASSWORD, verified } from '../support/people.ts';
import { raw } from '../support/raw.ts';

const PUBLIC_URL = 'http://api.azora.test';
const APP_URL = 'https://learn.azora.test/campus';
const EVIL = 'evil.example';

/** Every way to claim that the API is somewhere else. */
const POISON = {
  host: EVIL,
  'x-forwarded-host': EVIL,
  'x-forwarded-server': EVIL,
  'x-forwarded-proto': 'ftp',
  'x-forwarded-port': '666',
  'x-forwarded-prefix': `//${EVIL}`,
  'x-host': EVIL,
  'x-original-host': EVIL,
  'x-original-url': `//${EVIL}`,
  'x-rewrite-url': `//${EVIL}`,
  forwarded: `for=127.0.0.1;host=${EVIL};proto=ftp`,
  referer: `https://${EVIL}/`,
};

describe('A request that claims another host', () => {
  let azora: Azora;
  let providers: LocalProviders;

  beforeAll(async () => {
    providers = await startLocalProviders(PUBLIC_URL);
    azora = await Azora.start({
      environment: {
        PUBLIC_URL,
        APP_URL,
        OPENID_PROVIDERS: providers.OPENID_PROVIDERS,
        // The worst case: whoever poisons comes through a proxy that is believed.
        TRUSTED_PROXIES: '127.0.0.1',
      },
    });
  });

  afterAll(async () => {
    await azora.stop();
    await providers.stop();
  });

  function poisoned(
    method: string,
    path: string,
    body?: object,
    headers: Record<string, string> = {},
  ): Promise<Answer> {
    const json = { 'content-type': 'application/json' };
    return raw(azora.url, method, path, { ...POISON, ...json, ...headers }, body && JSON.stringify(body));
  }

  function expectOurs(mail: Mail, page: string): void {
    expect(linkIn(mail).href).toMatch(new RegExp(`^${APP_URL}${page}#token=[\\w-]{64}$`));
    expect(JSON.stringify(mail)).not.toContain(EVIL);
  }

  it('has links mailed that lead to the platform and nowhere else', async () => {
    const [email, next, invitee] = [unique('ada'), unique('next'), unique('bob')].map(name => `${name}@example.org`);
    const { body } = await poisoned('POST', '/api/auth/signup', { email, name: 'Ada', password: PASSWORD });
    const bearer = { authorization: `Bearer ${body.accessToken}` };
    await poisoned('POST', '/api/auth/password/forgot', { email });
    await poisoned('POST', '/api/me/email', { email: next, password: PASSWORD }, bearer);
    const { body: organization } = await poisoned('POST', '/api/organizations', { name: 'Engines' }, bearer);
    await verified(azora, body.user);
    const invitation = { email: invitee, role: 'member' };
    await poisoned('POST', `/api/organizations/${organization.id}/invitations`, invitation, bearer);

    expectOurs(await mailTo(email as string, 'Verify your address'), '/verify-email');
    expectOurs(await mailTo(email as string, 'Set a new password'), '/reset-password');
    expectOurs(await mailTo(email as string, 'Your address is about to change'), '/confirm-email-change');
    expectOurs(await mailTo(next as string, 'Confirm your new address'), '/confirm-email-change');
    expectOurs(await mailTo(invitee as string, /Engines/), '/join-organization');
  });

  it('is sent to the provider with our address, and back to our pages', async () => {
    const start = await poisoned('GET', '/api/auth/oauth/google/start?returnTo=/courses');
    const location = new URL(start.headers.get('location') ?? '');
    expect(location.origin).toBe(new URL(providers.google.url).origin);
    expect(location.searchParams.get('redirect_uri')).toBe(`${PUBLIC_URL}/api/auth/oauth/google/callback`);

    const cookie = (start.headers.get('set-cookie') ?? '').split(';')[0] as string;
    expect(start.headers.get('set-cookie')).not.toMatch(/domain=/i);
    const callback = await consent(location.href, 'grace@example.org');
    const back = await poisoned('GET', callback.pathname + callback.search, undefined, { cookie });
    expect(back.status).toBe(302);
    expect(back.headers.get('location')).toBe(`${APP_URL}/courses`);
    expect(back.headers.get('set-cookie')).not.toMatch(/domain=/i);
  });

  it('hears nothing of that host from any operation, nor does whoever asks after it', async () => {
    for (const operation of OPERATIONS) {
      const answer = await poisoned(
        operation.method,
        addressOf(operation),
        operation.method === 'GET' ? undefined : {},
      );
      expect(answer.status).toBeLessThan(500);
      expect(everythingIn(answer)).not.toContain(EVIL);
    }
    for (const path of ['/api/courses/list', '/docs', '/docs-json', '/docs-yaml', '/.well-known/jwks.json', '/nowhere'])
      for (const asker of [poisoned('GET', path), azora.api.get(path)])
        expect(everythingIn(await asker)).not.toContain(EVIL);
  });

  it('is answered alike when the host is in the address itself', async () => {
    const answer = await raw(azora.url, 'GET', `http://${EVIL}/api/auth/oauth/google/start`);
    const location = new URL(answer.headers.get('location') ?? `http://${EVIL}`);
    expect(location.searchParams.get('redirect_uri')).toBe(`${PUBLIC_URL}/api/auth/oauth/google/callback`);
  });
});

function everythingIn({ headers, body }: Answer): string {
  return JSON.stringify([[...headers], body]);
}
