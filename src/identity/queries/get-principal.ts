import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import type { Principal } from '../../kernel/http/principal.ts';
import { Database } from '../../kernel/persistence/database.ts';

/** Who an access token speaks for now; undefined once its session has ended or its user is locked. */
export class GetPrincipal extends Query<Principal | undefined> {
  constructor(
    readonly sessionId: string,
    readonly userId: string,
  ) {
    super();
  }
}

@QueryHandler(GetPrincipal)
export class GetPrincipalHandler implements IQueryHandler<GetPrincipal> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ sessionId, userId }: GetPrincipal): Promise<Principal | undefined> {
    const [row] = await this.database.prepared<{ roles: string[] }>(
      'get-principal',
      `select u.roles from identity.sessions s join identity.users u on u.id = s.user_id
       where s.id = $1 and u.id = $2 and s.ended_at is null and s.expires_at > $3 and u.locked_at is null`,
      [sessionId, userId, this.clock.now()],
    );
    return row && { userId, roles: row.roles, sessionId };
  }
}
