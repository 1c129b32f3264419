import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { AuditLog } from '../audit.contract.ts';
import { Secrets } from '../domain/secrets.ts';
import {
  activeKey,
  isRotationDue,
  PUBLICATION_SECONDS,
  publishedKeys,
  SigningKey,
  SigningKeys,
} from '../domain/signing-key.ts';

export interface NewKey {
  readonly id: string;
  readonly publicKey: SigningKey['publicKey'];
  readonly sealedPrivateKey: string;
}

/**
 * `if_due`: when the newest key has served its time, or none can sign because ENCRYPTION_SECRET opens none. `now`: a successor, which signs once others have had time
 * to fetch it. `compromised`: a successor that signs at once, and every other key is worth nothing.
 */
export type RotationReason = 'if_due' | 'now' | 'compromised';

/** Puts a new signing key beside the others, and drops those whose tokens have all expired. One pending key is enough. */
export class RotateSigningKey extends Command<void> {
  constructor(
    readonly newKey: NewKey,
    readonly reason: RotationReason,
  ) {
    super();
  }
}

@CommandHandler(RotateSigningKey)
export class RotateSigningKeyHandler implements ICommandHandler<RotateSigningKey> {
  constructor(
    private readonly keys: SigningKeys,
    private readonly secrets: Secrets,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ newKey, reason }: RotateSigningKey): Promise<void> {
    const now = this.clock.now();
    const keys = await this.keys.lockAll();
    const signing = keys.filter(({ sealedPrivateKey }) => this.secrets.opens(sealedPrivateKey, 'signing key'));
    if (!isWanted(signing, reason, now)) return;
    // Where nothing can be signed until then, nobody is better off for waiting.
    const signsAtOnce = reason === 'compromised' || !activeKey(signing, now);
    const activeFrom = new Date(now.getTime() + (signsAtOnce ? 0 : PUBLICATION_SECONDS * 1_000));
    this.keys.add(new SigningKey(newKey.id, newKey.publicKey, newKey.sealedPrivateKey, activeFrom));
    const kept = reason === 'compromised' ? [] : publishedKeys(keys, now);
    for (const key of keys) if (!kept.includes(key)) this.keys.remove(key);
    await this.audit.record({
      action: 'identity.signing_key_rotated',
      subject: `signing_key:${newKey.id}`,
      after: { reason },
    });
  }
}

function isWanted(keys: SigningKey[], reason: RotationReason, now: Date): boolean {
  if (reason === 'compromised') return true;
  return reason === 'if_due' ? isRotationDue(keys, now) : !keys.some(key => key.isPending(now));
}
