import { PasswordTooCommon, PasswordTooPersonal } from './password.errors.ts';
import type { Passwords } from './passwords.ts';

export const MIN_PASSWORD = 8;
export const MAX_PASSWORD = 256;

/**
 * Refuses what is guessed first; there are no rules of composition (NIST SP 800-63B, ASVS 5.0 6.2.4–6.2.11).
 * @throws PasswordTooCommon @throws PasswordTooPersonal
 */
export function assertAcceptable(password: string, owner: { email: string; name: string }, passwords: Passwords): void {
  const lowered = password.toLowerCase();
  if (passwords.isCommon(lowered)) throw new PasswordTooCommon();
  const [mailbox = ''] = owner.email.split('@');
  const personal = [owner.email, mailbox, owner.name, owner.name.replaceAll(' ', ''), 'azora'].map(it =>
    it.toLowerCase(),
  );
  // Digits and signs around a name make it no harder to guess.
  const core = lowered.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '');
  if (personal.some(word => word !== '' && (word === lowered || word === core))) throw new PasswordTooPersonal();
}
