import { createHash, randomBytes } from 'node:crypto';
import { keyFrom, openWith, sealWith } from './aes-secrets.ts';

/** 256 random bits, as text. */
export function newToken(): string {
  return randomBytes(32).toString('base64url');
}

/** What is stored of a token. It holds 256 random bits, so no slow hash is needed. */
export function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}

/** Seals a token so that only whoever holds the former one can read it; the database alone can't. */
export function sealUnder(former: string, token: string): string {
  return sealWith(keyFrom(former, 'successor'), token);
}

/** @throws an Error when it was sealed under another */
export function openUnder(former: string, sealed: string): string {
  const token = openWith(keyFrom(former, 'successor'), sealed);
  if (token === undefined) throw new Error('The successor was sealed under another token');
  return token;
}
