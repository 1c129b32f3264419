import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { type CryptoKey, exportJWK, generateKeyPair, type JWTPayload, SignJWT, UnsecuredJWT } from 'jose';

export const CLIENT = { clientId: 'azora', clientSecret: 'TheSecretOfTheClientWhichIsLongEnough' };

const KEY_ID = 'the-key';

/** An object is sent as JSON, a string as a page; `silence` leaves the question open, `hang-up` breaks off. */
export type Reply = { readonly status?: number; readonly body: unknown } | 'silence' | 'hang-up';

/** A provider that says whatever a test wants it to, at every address. */
export class Forger {
  /** What it answers, by path. */
  readonly replies = new Map<string, Reply>();
  readonly heard: { path: string; authorization: string | undefined; body: URLSearchParams }[] = [];
  private readonly server: Server = createServer((request, response) => void this.answer(request, response));

  private constructor(
    private readonly privateKey: CryptoKey,
    private readonly publicKey: CryptoKey,
  ) {}

  static async start(): Promise<Forger> {
    const { privateKey, publicKey } = await generateKeyPair('RS256');
    const forger = new Forger(privateKey, publicKey);
    await new Promise<void>(resolve => {
      forger.server.listen(0, '127.0.0.1', resolve);
    });
    await forger.behave();
    return forger;
  }

  get url(): string {
    return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  get description() {
    return {
      issuer: this.url,
      authorization_endpoint: `${this.url}/authorize`,
      token_endpoint: `${this.url}/token`,
      jwks_uri: `${this.url}/keys`,
      id_token_signing_alg_values_supported: ['RS256'],
    };
  }

  /** Forgets what it was told to say, and is an OpenID provider like any other. */
  async behave(): Promise<void> {
    const key = { ...(await exportJWK(this.publicKey)), kid: KEY_ID, use: 'sig' };
    this.replies.clear();
    this.replies.set('/.well-known/openid-configuration', { body: this.description });
    this.replies.set('/keys', { body: { keys: [key] } });
  }

  /** What it trades the next codes for. */
  tradesFor(idToken: string | undefined): void {
    this.replies.set('/token', { body: { access_token: 'access', token_type: 'bearer', id_token: idToken } });
  }

  /** An ID token about Ada, as it should be but for the changes; undefined takes a claim away. */
  idToken(changes: JWTPayload, key: CryptoKey | Uint8Array = this.privateKey, alg = 'RS256'): Promise<string> {
    return new SignJWT(this.claims(changes)).setProtectedHeader({ alg, kid: KEY_ID }).sign(key);
  }

  unsignedIdToken(changes: JWTPayload): string {
    return new UnsecuredJWT(this.claims(changes)).encode();
  }

  async stop(): Promise<void> {
    this.server.closeAllConnections();
    await new Promise(resolve => {
      this.server.close(resolve);
    });
  }

  private claims(changes: JWTPayload): JWTPayload {
    const now = Math.floor(Date.now() / 1_000);
    const person = { sub: 'ada-1815', email: 'ada@example.org', email_verified: true, name: 'Ada Lovelace' };
    return { iss: this.url, aud: CLIENT.clientId, iat: now, exp: now + 60, ...person, ...changes };
  }

  private async answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname: path } = new URL(request.url ?? '/', this.url);
    const body = new URLSearchParams(await text(request));
    this.heard.push({ path, authorization: request.headers.authorization, body });
    const reply = this.replies.get(path) ?? { status: 404, body: 'Not found' };
    if (reply === 'silence') return;
    if (reply === 'hang-up') {
      response.writeHead(200, { 'content-type': 'application/json', 'content-length': '1000' }).write('{');
      return void setImmediate(() => request.socket.destroy());
    }
    const isPage = typeof reply.body === 'string';
    response.writeHead(reply.status ?? 200, { 'content-type': isPage ? 'text/html' : 'application/json' });
    response.end(isPage ? reply.body : JSON.stringify(reply.body));
  }
}
