import { createPrivateKey, createPublicKey, type KeyObject } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { JwtService } from '@nestjs/jwt';
import { Clock } from '../../kernel/domain/clock.ts';
import { ACCESS_TOKEN, AccessTokens, type Bearer } from '../domain/access-tokens.ts';
import { Secrets } from '../domain/secrets.ts';
import { ACCESS_TOKEN_SECONDS, activeKey, publishedKeys, type SigningKey } from '../domain/signing-key.ts';
import { ListSigningKeys } from '../queries/list-signing-keys.ts';

/** Another process may have rotated the keys. A new one is published long before it signs; a compromised one is gone so soon. */
const REREAD_MS = 10_000;
/** Tokens with made-up key ids must not make us ask the database each time. */
const REREAD_FOR_UNKNOWN_MS = 1_000;

interface Pair {
  /** Undefined when no ENCRYPTION_SECRET opens it: what it has signed still counts. */
  readonly signer: KeyObject | undefined;
  readonly publicPem: string;
}

/** Signs access tokens with the active key, and knows the keys that a token may be signed with. */
@Injectable()
export class Es256AccessTokens extends AccessTokens {
  private readonly logger = new Logger(Es256AccessTokens.name);
  private keys: readonly SigningKey[] = [];
  private pairs = new Map<string, Pair>();
  private readAt = 0;
  private reading?: Promise<void>;

  constructor(
    private readonly queries: QueryBus,
    private readonly secrets: Secrets,
    private readonly jwt: JwtService,
    private readonly clock: Clock,
  ) {
    super();
  }

  override async issue({ userId, sessionId, roles }: Bearer) {
    await this.rereadAfter(REREAD_MS);
    const key = activeKey(
      this.keys.filter(({ id }) => this.pairs.get(id)?.signer),
      this.clock.now(),
    );
    if (!key) throw new Error('There is no key to sign with');
    const { issuer, audience, algorithm, type } = ACCESS_TOKEN;
    const accessToken = await this.jwt.signAsync(
      { sid: sessionId, roles },
      {
        privateKey: this.pairs.get(key.id)?.signer as never,
        keyid: key.id,
        header: { alg: algorithm, typ: type },
        algorithm,
        issuer,
        audience,
        subject: userId,
        expiresIn: ACCESS_TOKEN_SECONDS,
      },
    );
    return { accessToken, expiresIn: ACCESS_TOKEN_SECONDS };
  }

  override async publicKey(kid: string): Promise<string | undefined> {
    await this.rereadAfter(this.pairs.has(kid) ? REREAD_MS : REREAD_FOR_UNKNOWN_MS);
    const counts = publishedKeys(this.keys, this.clock.now()).some(({ id }) => id === kid);
    return counts ? this.pairs.get(kid)?.publicPem : undefined;
  }

  override async reread(): Promise<void> {
    await this.rereadAfter(0);
  }

  private async rereadAfter(age: number): Promise<void> {
    if (Date.now() - this.readAt < age) return;
    this.reading ??= this.read().finally(() => {
      this.reading = undefined;
    });
    await this.reading;
  }

  private async read(): Promise<void> {
    const keys = await this.queries.execute(new ListSigningKeys());
    this.pairs = new Map(keys.map(key => [key.id, this.pairs.get(key.id) ?? this.pairOf(key)]));
    this.keys = keys;
    this.readAt = Date.now();
  }

  private pairOf({ id, publicKey, sealedPrivateKey }: SigningKey): Pair {
    const canSign = this.secrets.opens(sealedPrivateKey, 'signing key');
    if (!canSign) this.logger.error({ key: id }, 'No ENCRYPTION_SECRET opens this signing key, so it does not sign');
    const pem = createPublicKey({ key: { ...publicKey }, format: 'jwk' }).export({ type: 'spki', format: 'pem' });
    return {
      signer: canSign ? createPrivateKey(this.secrets.open(sealedPrivateKey, 'signing key')) : undefined,
      publicPem: String(pem),
    };
  }
}
