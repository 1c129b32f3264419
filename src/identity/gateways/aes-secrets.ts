import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Environment } from '../../config/environment.ts';
import { Secrets } from '../domain/secrets.ts';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** AES-256-GCM, with keys derived from ENCRYPTION_SECRET (HKDF-SHA-256), one for each purpose. */
@Injectable()
export class AesSecrets extends Secrets {
  private readonly secrets: readonly string[];

  constructor(environment: Environment) {
    super();
    this.secrets = environment.ENCRYPTION_SECRET.split(',');
  }

  override seal(plain: string, purpose: string): string {
    return sealWith(keyFrom(this.secrets[0] as string, purpose), plain);
  }

  /** While the secret is rotated, what was sealed with the former one opens as well. */
  override open(sealed: string, purpose: string): string {
    const plain = openedWith(this.secrets, sealed, purpose);
    if (plain === undefined) throw new Error(`This was not sealed here for ${purpose}`);
    return plain;
  }

  override opens(sealed: string, purpose: string): boolean {
    return openedWith(this.secrets, sealed, purpose) !== undefined;
  }

  override isOutdated(sealed: string, purpose: string): boolean {
    return openedWith(this.secrets.slice(0, 1), sealed, purpose) === undefined;
  }
}

function openedWith(secrets: readonly string[], sealed: string, purpose: string): string | undefined {
  return secrets.map(secret => openWith(keyFrom(secret, purpose), sealed)).find(plain => plain !== undefined);
}

export function keyFrom(secret: string | Buffer, purpose: string): Buffer {
  return Buffer.from(hkdfSync('sha256', secret, '', `azora ${purpose}`, 32));
}

export function sealWith(key: Buffer, plain: string): string {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce);
  return Buffer.concat([nonce, cipher.update(plain, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString(
    'base64url',
  );
}

/** @returns undefined when the key is another, or the text was changed */
export function openWith(key: Buffer, sealed: string): string | undefined {
  const bytes = Buffer.from(sealed, 'base64url');
  if (bytes.length < NONCE_BYTES + TAG_BYTES) return undefined;
  const decipher = createDecipheriv(CIPHER, key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAuthTag(bytes.subarray(-TAG_BYTES));
  try {
    return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  } catch {
    return undefined;
  }
}
