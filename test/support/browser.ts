import { type Answer, Client } from './client.ts';

/** Keeps cookies as a browser does, and goes nowhere by itself: where an answer leads is for the test to follow. */
export class Browser {
  readonly cookies = new Map<string, string>();

  constructor(
    private readonly url: string,
    public userAgent = 'Browser 1',
  ) {}

  /** Follows a link from anywhere to a path of the API; browsers send no Origin with it. */
  visit(path: string, headers: Record<string, string> = {}): Promise<Answer> {
    return this.keeping(this.client.with(headers).get(path));
  }

  /** What a script of a page at `origin` sends with the cookies that go there. */
  post(origin: string, path: string, body?: object): Promise<Answer> {
    return this.keeping(this.client.with({ origin }).post(path, body));
  }

  private get client(): Client {
    const cookie = [...this.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    return new Client(this.url, { 'user-agent': this.userAgent, ...(cookie && { cookie }) });
  }

  private async keeping(asked: Promise<Answer>): Promise<Answer> {
    const answer = await asked;
    for (const cookie of answer.headers.getSetCookie()) this.keep(cookie);
    return answer;
  }

  private keep(cookie: string): void {
    const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(cookie) ?? [];
    if (/; Max-Age=0(;|$)|Expires=Thu, 01 Jan 1970/.test(cookie)) this.cookies.delete(name);
    else this.cookies.set(name, value);
  }
}
