import { CommandBus } from '@nestjs/cqrs';
import { SignUp } from '../../src/identity/commands/sign-up.ts';
import { Passwords } from '../../src/identity/domain/passwords.ts';
import type { Role } from '../../src/identity/domain/permissions.ts';
import { BeginSession } from '../../src/identity/processes/begin-session.ts';
import type { Azora } from './azora.ts';
import { unique } from './azora.ts';
import type { Client } from './client.ts';

export const PASSWORD = 'correct horse battery staple';

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
  const id = await azora.app.get(CommandBus).execute(new SignUp(email, name, await hashOfPassword(azora), [role]));
  const sessions = azora.app.get(BeginSession, { strict: false });
  return { id, email, api: azora.api.as(await sessions.begin(id, { address: '127.0.0.1', userAgent: 'node' })) };
}

let hash: Promise<string> | undefined;

/** Hashing is slow by design, and tests need many people. */
function hashOfPassword(azora: Azora): Promise<string> {
  hash ??= azora.app.get(Passwords, { strict: false }).hash(PASSWORD);
  return hash;
}
