import type { Emulator } from 'emulate';
import { openIdProviders, type ProviderName, startProvider } from '../../tools/identity-providers/provider.ts';
import { freePort } from '../../tools/local/free-port.ts';

/** What PUBLIC_URL is unless a test says otherwise. */
const PUBLIC_URL = 'http://127.0.0.1:3000';

/** One local provider that can be away for a while. */
export class LocalProvider {
  private constructor(
    private readonly name: ProviderName,
    private readonly port: number,
    private readonly publicUrl: string,
    private emulator: Emulator,
  ) {}

  static async start(name: ProviderName, publicUrl: string): Promise<LocalProvider> {
    const port = await freePort();
    return new LocalProvider(name, port, publicUrl, await startProvider(name, port, publicUrl));
  }

  get url(): string {
    return this.emulator.url;
  }

  /** It comes back at the same address, and has forgotten everything that was begun. */
  async start(): Promise<void> {
    this.emulator = await startProvider(this.name, this.port, this.publicUrl);
  }

  stop(): Promise<void> {
    return this.emulator.close();
  }
}

export interface LocalProviders {
  readonly google: LocalProvider;
  readonly github: LocalProvider;
  /** For the environment. */
  readonly OPENID_PROVIDERS: string;
  stop(): Promise<void>;
}

/** Google and GitHub over HTTP, with the people of `tools/identity-providers`. Stop them in `afterAll`. */
export async function startLocalProviders(publicUrl = PUBLIC_URL): Promise<LocalProviders> {
  const google = await LocalProvider.start('google', publicUrl);
  const github = await LocalProvider.start('github', publicUrl);
  return {
    google,
    github,
    OPENID_PROVIDERS: openIdProviders({ google: google.url, github: github.url }),
    stop: async () => {
      await Promise.all([google.stop(), github.stop()]);
    },
  };
}

/**
 * What a browser does at a provider: opens the page, chooses a person, and is sent back.
 * @param start where Azora sent the browser
 * @param email of the person
 * @returns the callback's address with its query, not visited yet
 */
export async function consent(start: string, email: string): Promise<URL> {
  const page = await fetch(start);
  const html = await page.text();
  const form = html.match(/<form [\s\S]*?<\/form>/g)?.find(candidate => candidate.includes(`>${email}<`));
  if (!form) throw new Error(`${start} answered ${page.status} and does not offer ${email}:\n${html}`);
  const fields = [...form.matchAll(/<input [^>]*name="(.*?)" value="(.*?)"/g)];
  const answer = await fetch(new URL(attribute(form, 'action'), page.url), {
    method: attribute(form, 'method'),
    body: new URLSearchParams(fields.map(([, name = '', value = '']) => [name, unescaped(value)])),
    redirect: 'manual',
  });
  return new URL(answer.headers.get('location') ?? '');
}

function attribute(tag: string, name: string): string {
  return unescaped(tag.match(new RegExp(`${name}="(.*?)"`))?.[1] ?? '');
}

function unescaped(html: string): string {
  const characters: Record<string, string> = { amp: '&', lt: '<', gt: '>', quot: '"', '#39': "'" };
  return html.replace(/&(amp|lt|gt|quot|#39);/g, (_, name: string) => characters[name] as string);
}
