import { argon2Sync, randomBytes } from 'node:crypto';

/** A password as it was stored when 8 MiB were thought enough. */
export function weakHash(password: string): string {
  const nonce = randomBytes(16);
  const cost = { memory: 8_192, passes: 2, parallelism: 1, tagLength: 32 };
  const tag = argon2Sync('argon2id', { message: Buffer.from(password), nonce, ...cost });
  const [salt, hash] = [nonce, tag].map(bytes => bytes.toString('base64').replace(/=+$/, ''));
  return `$argon2id$v=19$m=8192,t=2,p=1$${salt}$${hash}`;
}
