import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { AuditLog } from '../audit.contract.ts';
import { ApiKeys } from '../domain/api-key.ts';

/** @throws ApiKeyNotFound */
export class RevokeApiKey extends Command<void> {
  constructor(
    readonly keyId: string,
    readonly userId: string,
  ) {
    super();
  }
}

@CommandHandler(RevokeApiKey)
export class RevokeApiKeyHandler implements ICommandHandler<RevokeApiKey> {
  constructor(
    private readonly keys: ApiKeys,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ keyId, userId }: RevokeApiKey): Promise<void> {
    (await this.keys.lock(keyId, userId)).revoke(this.clock.now());
    await this.audit.record({ action: 'identity.api_key_revoked', subject: `api_key:${keyId}` });
  }
}
