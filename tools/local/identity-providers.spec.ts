import { rm } from 'node:fs/promises';
import { startIdentityProviders } from './identity-providers.ts';
import { temporaryFolder } from './testing/temporary-folder.ts';

describe('The local Google and GitHub', () => {
  it('send people back to Azora alone, and are gone when they are stopped', async () => {
    const dataDir = await temporaryFolder();
    const providers = await startIdentityProviders({ dataDir, publicUrl: 'http://azora.test' });
    const { google, github } = JSON.parse(providers.setting);
    const page = (path: string, clientId: string, redirectUri: string) =>
      fetch(`${path}?${new URLSearchParams({ client_id: clientId, redirect_uri: redirectUri })}`);

    for (const [name, { clientId }, path] of [
      ['google', google, `${google.issuer}/o/oauth2/v2/auth`],
      ['github', github, `${github.issuer}/login/oauth/authorize`],
    ]) {
      const callback = `http://azora.test/api/auth/oauth/${name}/callback`;
      const answered = await page(path, clientId, callback);
      expect([answered.status, await answered.text()]).toEqual([200, expect.stringContaining('ada@example.org')]);
      expect((await page(path, clientId, 'http://evil.test')).status).toBe(400);
      expect((await page(path, 'another', callback)).status).toBe(400);
    }

    await providers.stop();
    for (const { issuer } of [google, github]) await expect(fetch(issuer)).rejects.toThrow();
    await rm(dataDir, { recursive: true });
  }, 20_000);
});
