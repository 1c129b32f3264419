import { type Azora, unique } from '../../../test/support/azora.ts';
import type { Answer, Client } from '../../../test/support/client.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import type { Owner } from '../domain/owners.ts';

export const PASSWORD = 'correct horse battery staple';

export interface Account {
  readonly id: string;
  readonly email: string;
  readonly refreshToken: string;
  readonly deviceToken: string;
  /** The API, as its owner sees it in the session that signing up began. */
  readonly api: Client;
}

/** Signs up over HTTP. */
export async function anAccount(azora: Azora, email = `${unique('ada')}@example.org`): Promise<Account> {
  return accountOf(azora, await signUp(azora.api, email));
}

export function signUp(api: Client, email: string, password = PASSWORD): Promise<Answer> {
  return api.post('/api/auth/signup', { email, name: 'Ada Lovelace', password });
}

export function logIn(api: Client, email: string, password = PASSWORD): Promise<Answer> {
  return api.post('/api/auth/login', { email, password });
}

/** Another session of an account. */
export async function anotherSession(azora: Azora, { email }: { email: string }): Promise<Account> {
  return accountOf(azora, await logIn(azora.api, email));
}

function accountOf(azora: Azora, { status, body }: Answer): Account {
  if (status >= 300) throw new Error(`Nobody was let in: ${JSON.stringify(body)}`);
  const { user, refreshToken, deviceToken } = body;
  return { id: user.id, email: user.email, refreshToken, deviceToken, api: azora.api.as(body) };
}

/** What somebody who proves themselves right now has shown. */
export async function ownerOf(azora: Azora, { id }: { id: string }): Promise<Owner> {
  const [owner] = await rowsOf<Owner>(
    azora,
    `select u.id as "userId", s.id as "sessionId", u.password_hash as "passwordHash"
     from identity.users u join identity.sessions s on s.user_id = u.id and s.ended_at is null where u.id = $1`,
    [id],
  );
  return owner as Owner;
}

/** Whether the access token of somebody counts. */
export async function isSignedIn({ api }: { api: Client }): Promise<boolean> {
  return (await api.get('/api/me')).status === 200;
}
