import { z } from 'zod';
import { text } from '../../kernel/http/text.ts';
import type { ProvenIdentity } from '../domain/identity-providers.ts';
import { SignInFailed } from '../domain/sign-in.errors.ts';

/** What a provider says of a person, under one name for all providers, and not yet believed. */
export type Claims = Readonly<Record<'subject' | 'email' | 'emailVerified' | 'name', unknown>>;

const LONGEST_NAME = 100;

const claims = z.object({
  subject: text().min(1).max(255),
  email: z.email().max(254),
  emailVerified: z.unknown().transform(value => value === true),
  name: text().trim().min(1).max(LONGEST_NAME).optional().catch(undefined),
});

/**
 * A name that can not be ours becomes the local part of the address: nobody is kept out for it.
 * @throws SignInFailed when there is no address to reach the person at, or no subject to know them by again
 */
export function provenIdentity(provider: string, said: Claims): ProvenIdentity {
  const { success, data, error } = claims.safeParse(said);
  if (!success) throw new SignInFailed(`invalid_${String(error.issues[0]?.path[0])}`);
  return { provider, ...data, name: data.name ?? localPartOf(data.email) };
}

function localPartOf(email: string): string {
  return email.slice(0, email.lastIndexOf('@')).slice(0, LONGEST_NAME);
}
