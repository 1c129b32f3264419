import { Surprise } from './surprise.ts';

export interface Problem {
  readonly code: string;
  readonly detail: string;
  /** The id of what was to be paid, in the problem of a declined payment. */
  readonly reference?: string;
  /** For the second step of a sign-in. */
  readonly ticket?: string;
  readonly errors?: readonly { readonly pointer: string; readonly detail: string }[];
}

/** What Azora said to a request: either it did as asked, or it refused with a problem. */
export class Answer<T> {
  private readonly request: string;
  private readonly response: Response;
  private readonly body: unknown;

  constructor(request: string, response: Response, body: unknown) {
    this.request = request;
    this.response = response;
    this.body = body;
  }

  get isReplayed(): boolean {
    return this.response.headers.get('idempotency-replayed') === 'true';
  }

  granted(): T {
    if (!this.response.ok) throw new Surprise(`${this.request} to be granted`, this.body);
    return this.body as T;
  }

  refused(status: number, code: string): Problem {
    const problem = this.body as Problem;
    const type = this.response.headers.get('content-type') ?? 'no content type';
    const isAsExpected = this.response.status === status && type.startsWith('application/problem+json');
    if (!isAsExpected || problem.code !== code) {
      const expected = `${this.request} to be refused with ${status} ${code} as application/problem+json`;
      throw new Surprise(expected, { status: this.response.status, type, body: problem });
    }
    return problem;
  }

  isRefusedAs(code: string): boolean {
    return !this.response.ok && (this.body as Problem).code === code;
  }
}
