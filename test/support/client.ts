export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  // A test says what it expects of a body by asserting on it.
  // biome-ignore lint/suspicious/noExplicitAny: bodies are whatever the API sent
  readonly body: any;
}

/** A small HTTP client that never throws on a status, and follows no redirect. */
export class Client {
  constructor(
    private readonly url: string,
    private readonly headers: Record<string, string> = {},
  ) {}

  with(headers: Record<string, string>): Client {
    return new Client(this.url, { ...this.headers, ...headers });
  }

  /** The same person at another process. */
  at(url: string): Client {
    return new Client(url, this.headers);
  }

  as(session: { accessToken: string }): Client {
    return this.with({ authorization: `Bearer ${session.accessToken}` });
  }

  /** For a request that must carry an Idempotency-Key; a new one unless given. */
  once(key: string = crypto.randomUUID()): Client {
    return this.with({ 'idempotency-key': key });
  }

  get(path: string): Promise<Answer> {
    return this.send('GET', path);
  }

  post(path: string, body?: object | string): Promise<Answer> {
    return this.send('POST', path, body);
  }

  put(path: string, body?: object | string): Promise<Answer> {
    return this.send('PUT', path, body);
  }

  /** The answer as it comes, for bytes and streams. */
  fetch(path: string): Promise<Response> {
    return fetch(`${this.url}${path}`, { headers: this.headers });
  }

  /** What a request is sent with, for a test that sends it itself. */
  get sentHeaders(): Record<string, string> {
    return this.headers;
  }

  /** @param body an object is sent as JSON, a form and a string as they are */
  async send(method: string, path: string, body?: object | string): Promise<Answer> {
    const isJson = body !== undefined && typeof body !== 'string' && !(body instanceof FormData);
    const response = await fetch(`${this.url}${path}`, {
      method,
      headers: { ...(isJson && { 'content-type': 'application/json' }), ...this.headers },
      body: isJson ? JSON.stringify(body) : (body as string | FormData | undefined),
      redirect: 'manual',
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: parsed(text) };
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
