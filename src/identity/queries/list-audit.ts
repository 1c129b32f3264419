import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { sql } from 'kysely';
import { z } from 'zod';
import { instant } from '../../kernel/http/instant.ts';
import { pageOf, pageQuery } from '../../kernel/http/page.ts';
import { text } from '../../kernel/http/text.ts';
import { Database } from '../../kernel/persistence/database.ts';
import type { auditPageView } from './audit.view.ts';

const actor = text().regex(/^(system|visitor|user:[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12})$/);
const action = text()
  .max(100)
  .regex(/^[a-z_]+\.[a-z_]*$/);

export const auditQuery = pageQuery(z.tuple([instant, z.uuid()])).extend({
  actor: actor.optional().describe('`user:<id>`, `visitor` or `system`').meta({ example: 'system' }),
  subject: text().min(1).max(200).optional().meta({ example: 'user:01990a2c-7b4e-7000-8000-000000000002' }),
  action: action
    .optional()
    .describe('one action, or all of a context: `identity.`')
    .meta({ example: 'identity.roles_changed' }),
  from: instant.optional().describe('not before this moment').meta({ example: '2026-03-01T00:00:00Z' }),
  to: instant.optional().describe('before this moment').meta({ example: '2026-04-01T00:00:00Z' }),
});

/** The audit log, newest first. */
export class ListAudit extends Query<z.infer<typeof auditPageView>> {
  constructor(readonly filter: z.infer<typeof auditQuery>) {
    super();
  }
}

@QueryHandler(ListAudit)
export class ListAuditHandler implements IQueryHandler<ListAudit> {
  constructor(private readonly database: Database) {}

  async execute({ filter }: ListAudit): Promise<z.infer<typeof auditPageView>> {
    const { limit } = filter;
    const rows = await this.select(filter)
      .limit(limit + 1)
      .execute();
    const { items, nextCursor } = pageOf(rows, limit, row => [row.occurredAt, row.id]);
    return { items: items.map(row => ({ ...row, occurredAt: row.occurredAt.toISOString() })), nextCursor };
  }

  private select({ cursor, actor, subject, action, from, to }: z.infer<typeof auditQuery>) {
    return this.database.kysely
      .selectFrom('identity.audit_log as l')
      .leftJoin('identity.audit_addresses as a', 'a.line_id', 'l.id')
      .select(['l.id', 'l.occurred_at as occurredAt', 'l.actor', 'l.api_key_id as apiKeyId'])
      .select(['l.on_behalf_of as onBehalfOf', 'l.action', 'l.subject', 'l.trace_id as traceId'])
      .select([
        sql<string | null>`host(a.address)`.as('address'),
        sql<string | null>`encode(l.before_hash, 'hex')`.as('before'),
        sql<string | null>`encode(l.after_hash, 'hex')`.as('after'),
      ])
      .$if(actor !== undefined, query => query.where('l.actor', '=', actor))
      .$if(subject !== undefined, query => query.where('l.subject', '=', subject))
      .$if(action !== undefined, query => query.where('l.action', action?.endsWith('.') ? '^@' : '=', action))
      .$if(from !== undefined, query => query.where('l.occurred_at', '>=', from))
      .$if(to !== undefined, query => query.where('l.occurred_at', '<', to))
      .$if(cursor !== undefined, query =>
        query.where(sql`(l.occurred_at, l.id)`, '<', sql`(${cursor?.[0]}, ${cursor?.[1]})`),
      )
      .orderBy('l.occurred_at', 'desc')
      .orderBy('l.id', 'desc');
  }
}
