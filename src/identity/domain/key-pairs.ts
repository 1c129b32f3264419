import type { PublicKey } from './signing-key.ts';

export abstract class KeyPairs {
  /** @returns a new pair for signing, the private half sealed */
  abstract create(): { publicKey: PublicKey; sealedPrivateKey: string };
}
