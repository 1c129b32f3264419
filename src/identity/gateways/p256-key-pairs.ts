import { generateKeyPairSync } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { KeyPairs } from '../domain/key-pairs.ts';
import { Secrets } from '../domain/secrets.ts';
import type { PublicKey } from '../domain/signing-key.ts';

@Injectable()
export class P256KeyPairs extends KeyPairs {
  constructor(private readonly secrets: Secrets) {
    super();
  }

  override create() {
    const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
    const pem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
    return {
      publicKey: publicKey.export({ format: 'jwk' }) as unknown as PublicKey,
      sealedPrivateKey: this.secrets.seal(pem, 'signing key'),
    };
  }
}
