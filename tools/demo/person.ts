import { randomUUID } from 'node:crypto';
import type { Answer } from './answer.ts';
import type { AzoraApi } from './azora-api.ts';

/** As bin/dev seeds it; who signs up here uses the same. */
export const PASSWORD = 'azora-local-only';

interface Session {
  readonly accessToken: string;
  readonly refreshToken: string;
  readonly user: { readonly id: string; readonly email: string };
}

/** Somebody signed in to Azora, who asks in their own name. */
export class Person {
  readonly id: string;
  readonly email: string;
  private session: Session;
  private readonly api: AzoraApi;

  private constructor(api: AzoraApi, session: Session) {
    this.api = api;
    this.session = session;
    this.id = session.user.id;
    this.email = session.user.email;
  }

  static async signingIn(api: AzoraApi, email: string): Promise<Person> {
    const body = { email, password: PASSWORD };
    const answer = await api.send<Session>({ method: 'POST', path: '/api/auth/login', body });
    return new Person(api, answer.granted());
  }

  /** Signs up under an address that nobody has had before. */
  static async signingUp(api: AzoraApi, name: string): Promise<Person> {
    const email = `${randomUUID()}@azora.test`;
    const body = { email, name, password: PASSWORD };
    const answer = await api.send<Session>({ method: 'POST', path: '/api/auth/signup', body });
    // The answer to a first attempt got lost.
    if (answer.isRefusedAs('email_taken')) return Person.signingIn(api, email);
    return new Person(api, answer.granted());
  }

  /** A program that acts for them. */
  by(apiKey: string): Person {
    return new Person(this.api, { ...this.session, accessToken: apiKey });
  }

  /** The access token of before is left behind. */
  async refresh(): Promise<void> {
    const { refreshToken } = this.session;
    this.session = (await this.post<Session>('/api/auth/refresh', { refreshToken })).granted();
  }

  get<T>(path: string, accept?: string): Promise<Answer<T>> {
    return this.api.send({ method: 'GET', path, accessToken: this.session.accessToken, ...(accept && { accept }) });
  }

  put<T>(path: string, body?: unknown): Promise<Answer<T>> {
    return this.api.send({
      method: 'PUT',
      path,
      accessToken: this.session.accessToken,
      ...(body !== undefined && { body }),
    });
  }

  post<T>(path: string, body?: unknown, idempotencyKey?: string): Promise<Answer<T>> {
    return this.api.send({
      method: 'POST',
      path,
      accessToken: this.session.accessToken,
      ...(body !== undefined && { body }),
      ...(idempotencyKey && { idempotencyKey }),
    });
  }
}
