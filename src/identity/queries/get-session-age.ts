import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { Database } from '../../kernel/persistence/database.ts';

/** Milliseconds since somebody signed in to a session; undefined for none. */
export class GetSessionAge extends Query<number | undefined> {
  constructor(readonly sessionId: string) {
    super();
  }
}

@QueryHandler(GetSessionAge)
export class GetSessionAgeHandler implements IQueryHandler<GetSessionAge> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ sessionId }: GetSessionAge): Promise<number | undefined> {
    const row = await this.database.kysely
      .selectFrom('identity.sessions')
      .select('started_at')
      .where('id', '=', sessionId)
      .executeTakeFirst();
    return row && this.clock.now().getTime() - row.started_at.getTime();
  }
}
