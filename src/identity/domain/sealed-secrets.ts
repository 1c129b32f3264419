/** The kinds of secrets that are stored sealed, each named as the purpose that it is sealed for. */
export const SEALED_KINDS = ['signing key', 'authenticator'] as const;
export type SealedKind = (typeof SEALED_KINDS)[number];

export interface SealedSecret {
  readonly id: string;
  readonly sealed: string;
}

/** All that is stored under ENCRYPTION_SECRET, whatever it is. */
export abstract class SealedSecrets {
  /**
   * In the order of their ids, locked until the transaction ends.
   * @param afterId where to go on; undefined for the beginning
   */
  abstract lockAfter(kind: SealedKind, afterId: string | undefined, limit: number): Promise<SealedSecret[]>;

  abstract replace(kind: SealedKind, secret: SealedSecret): Promise<void>;
}
