import { CommandBus } from '@nestjs/cqrs';
import { SignUp } from '../../src/identity/commands/sign-up.ts';
import { Passwords } from '../../src/identity/domain/passwords.ts';
import type { Role } from '../../src/identity/domain/permissions.ts';
import { BeginSession } from '../../src/identity/processes/begin-session.ts';
import type { Azora } from './azora.ts';
import { unique } from './azora.ts';
import type { Client } from './client.ts';
import { rowsOf } from './stored.ts';

export const PASSWORD = 'correct horse battery staple';

/** Hashed once for all, because it takes long. */
let hash: Promise<string> | undefined;

export interface Person {
  readonly id: string;
  readonly email: string;
  /** The API, as this person sees it. */
  readonly api: Client;
}

export function aLearner(azora: Azora): Promise<Person> {
  return someoneWith(azora, 'learner', 'Lea Learner');
}

export function anInstructor(azora: Azora): Promise<Person> {
  return someoneWith(azora, 'instructor');
}

export function anAdmin(azora: Azora): Promise<Person> {
  return someoneWith(azora, 'admin');
}

/** Roles beyond learner are given by the platform, not asked for over HTTP. Their password is {@link PASSWORD}. */
export async function someoneWith(azora: Azora, role: Role, name: string = role): Promise<Person> {
  const email = `${unique(role)}@example.org`;
  hash ??= azora.app.get(Passwords, { strict: false }).hash(PASSWORD);
  const id = await azora.app.get(CommandBus).execute(new SignUp(email, name, await hash, [role]));
  return { id, email, api: await anew(azora, { id }) };
}

/** Somebody, with their address verified. */
export async function verified<Someone extends { id: string }>(azora: Azora, someone: Someone): Promise<Someone> {
  await rowsOf(azora, 'update identity.users set email_verified_at = now() where id = $1', [someone.id]);
  return someone;
}

/** The API as a person sees it in a new session, begun without the price of a password. */
export async function anew(azora: Azora, { id }: Pick<Person, 'id'>): Promise<Client> {
  const visitor = { address: '127.0.0.1', userAgent: 'node' };
  return azora.api.as(await azora.app.get(BeginSession, { strict: false }).begin(id, visitor));
}

/** Has somebody leave for good. */
export async function erase({ api }: Pick<Person, 'api'>): Promise<void> {
  const { status } = await api.send('DELETE', '/api/me', { password: PASSWORD });
  if (status !== 200) throw new Error(`Leaving was answered with ${status}`);
}
