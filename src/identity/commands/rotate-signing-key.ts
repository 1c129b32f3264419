import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { AuditLog } from '../audit.contract.ts';
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
 * `if_due`: when the newest key has served its time, or there is none. `now`: a successor, which signs once others have had time
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
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ newKey, reason }: RotateSigningKey): Promise<void> {
    const now = this.clock.now();
    const keys = await this.keys.lockAll();
    if (!isWanted(keys, reason, now)) return;
    // Nobody can have fetched a key of an empty table, so its first one need not wait.
    const signsAtOnce = reason === 'compromised' || !activeKey(keys, now);
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
