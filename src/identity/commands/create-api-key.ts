import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { AuditLog } from '../audit.contract.ts';
import { ApiKeyExceedsRoles, TooManyApiKeys } from '../domain/api-key.errors.ts';
import { ApiKey, ApiKeys, KEYS_PER_USER, type Scope } from '../domain/api-key.ts';
import { type Owner, Owners } from '../domain/owners.ts';
import { mayDo } from '../domain/permissions.ts';

/** @returns the id of the key @throws WrongPassword @throws RecentSignInRequired @throws TooManyApiKeys @throws ApiKeyExceedsRoles */
export class CreateApiKey extends Command<string> {
  constructor(
    readonly owner: Owner,
    readonly name: string,
    readonly prefix: string,
    readonly hash: Buffer,
    readonly scopes: Scope[],
    readonly expiresAt: Date | null,
  ) {
    super();
  }
}

@CommandHandler(CreateApiKey)
export class CreateApiKeyHandler implements ICommandHandler<CreateApiKey> {
  constructor(
    private readonly owners: Owners,
    private readonly keys: ApiKeys,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ owner, name, prefix, hash, scopes, expiresAt }: CreateApiKey): Promise<string> {
    const now = this.clock.now();
    const user = await this.owners.lock(owner);
    if (scopes.some(scope => !mayDo(user.roles, scope))) throw new ApiKeyExceedsRoles();
    if ((await this.keys.countLive(user.id, now)) >= KEYS_PER_USER) throw new TooManyApiKeys();
    const key = new ApiKey(newId(), user.id, name, prefix, hash, scopes, now, expiresAt, null);
    this.keys.add(key);
    user.alert('api_key_created');
    await this.audit.record({ action: 'identity.api_key_created', subject: `api_key:${key.id}`, after: { scopes } });
    return key.id;
  }
}
