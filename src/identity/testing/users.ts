import { newId } from '../../kernel/domain/ids.ts';
import type { Role } from '../domain/permissions.ts';
import { User } from '../domain/user.ts';

export const NOON = new Date('2026-03-01T12:00:00.000Z');

interface UserTraits {
  email?: string;
  roles?: Role[];
}

/** Has signed up a moment ago, and nobody has heard of it. */
export function aUser({ email = 'ada@example.org', roles = ['learner'] }: UserTraits = {}): User {
  const user = User.signUp(newId(), email, 'Ada', '$argon2id$hash', roles, NOON);
  user.pullEvents();
  return user;
}
