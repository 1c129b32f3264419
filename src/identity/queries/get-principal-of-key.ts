import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import type { Principal } from '../../kernel/http/principal.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { hashOf } from '../gateways/opaque-tokens.ts';

/** Who an API key speaks for; undefined for one that is unknown, revoked or too old, or whose user is locked. */
export class GetPrincipalOfKey extends Query<Principal | undefined> {
  constructor(readonly key: string) {
    super();
  }
}

interface Row {
  id: string;
  user_id: string;
  roles: string[];
  scopes: string[];
}

@QueryHandler(GetPrincipalOfKey)
export class GetPrincipalOfKeyHandler implements IQueryHandler<GetPrincipalOfKey> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ key }: GetPrincipalOfKey): Promise<Principal | undefined> {
    // Noting the use in the same round trip, and once a minute, is cheap enough to do it on every request.
    const [row] = await this.database.prepared<Row>(
      'get-principal-of-key',
      `with key as (
         select k.id, k.user_id, u.roles, k.scopes, k.last_used_at
         from identity.api_keys k join identity.users u on u.id = k.user_id
         where k.hash = $1 and k.revoked_at is null and (k.expires_at is null or k.expires_at > $2) and u.locked_at is null
       ), noted as (
         update identity.api_keys k set last_used_at = $2 from key
         where k.id = key.id and (key.last_used_at is null or key.last_used_at < $2::timestamptz - interval '1 minute')
       )
       select id, user_id, roles, scopes from key`,
      [hashOf(key), this.clock.now()],
    );
    return row && { userId: row.user_id, roles: row.roles, apiKeyId: row.id, scopes: row.scopes };
  }
}
