import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { QueryBus } from '@nestjs/cqrs';
import { SignJWT } from 'jose';
import type { Azora } from '../../../test/support/azora.ts';
import { Secrets } from '../domain/secrets.ts';
import { activeKey, type SigningKey } from '../domain/signing-key.ts';
import { ListSigningKeys } from '../queries/list-signing-keys.ts';

export interface Signer {
  readonly kid: string;
  readonly privateKey: KeyObject;
  readonly publicKey: KeyObject;
}

/** The pair that the platform signs with now, as nobody outside of it ever gets to see it. */
export async function activeSigner(azora: Azora): Promise<Signer> {
  const keys = await azora.app.get(QueryBus).execute(new ListSigningKeys());
  const key = activeKey(keys, azora.clock.now()) as SigningKey;
  const pem = azora.app.get(Secrets, { strict: false }).open(key.sealedPrivateKey, 'signing key');
  const privateKey = createPrivateKey(pem);
  return { kid: key.id, privateKey, publicKey: createPublicKey(privateKey) };
}

/** A token as the platform would sign it, but for what a test changes. */
export function signed(
  { kid, privateKey }: Pick<Signer, 'kid' | 'privateKey'>,
  claims: Record<string, unknown>,
  header: Record<string, unknown> = {},
): Promise<string> {
  const now = Math.floor(Date.now() / 1_000);
  return new SignJWT({ iss: 'azora', aud: 'azora-api', iat: now, exp: now + 60, roles: ['learner'], ...claims })
    .setProtectedHeader({ alg: 'ES256', typ: 'at+jwt', kid, ...header })
    .sign(privateKey);
}
