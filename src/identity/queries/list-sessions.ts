import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { Clock } from '../../kernel/domain/clock.ts';
import { Database } from '../../kernel/persistence/database.ts';

export const openSessionView = z
  .strictObject({
    id: z.uuid(),
    startedAt: z.iso.datetime(),
    lastUsedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().describe('it ends then at the latest, and after 14 days without use'),
    address: z.string().describe('IP address of the sign-in').meta({ example: '203.0.113.7' }),
    userAgent: z.string().meta({ example: 'Mozilla/5.0' }),
    current: z.boolean().describe('whether this very request belongs to it'),
  })
  .meta({ id: 'OpenSession' });

export const openSessionsView = z.strictObject({ items: z.array(openSessionView) }).meta({ id: 'OpenSessions' });
export type OpenSessionsView = z.infer<typeof openSessionsView>;

/** The open sessions of a user, ten at most, the latest used first. */
export class ListSessions extends Query<OpenSessionsView> {
  constructor(
    readonly userId: string,
    readonly currentId: string | undefined,
  ) {
    super();
  }
}

@QueryHandler(ListSessions)
export class ListSessionsHandler implements IQueryHandler<ListSessions> {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, currentId }: ListSessions): Promise<OpenSessionsView> {
    const now = this.clock.now();
    const { rows } = await this.database.pool.query(
      `select id, started_at, last_used_at, expires_at, host(address) as address, user_agent from identity.sessions
       where user_id = $1 and ended_at is null and expires_at > $2 and last_used_at > $2::timestamptz - interval '14 days'
       order by last_used_at desc, id desc`,
      [userId, now],
    );
    return {
      items: rows.map(row => ({
        id: row.id,
        startedAt: row.started_at.toISOString(),
        lastUsedAt: row.last_used_at.toISOString(),
        expiresAt: row.expires_at.toISOString(),
        address: row.address,
        userAgent: row.user_agent,
        current: row.id === currentId,
      })),
    };
  }
}
