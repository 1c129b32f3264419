import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { z } from 'zod';
import { pageOf, pageQuery, pageView } from '../../kernel/http/page.ts';
import { text } from '../../kernel/http/text.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { ROLES } from '../domain/permissions.ts';

export const userView = z
  .strictObject({
    id: z.uuid(),
    email: z.string().meta({ example: 'learner@azora.test' }),
    name: z.string().meta({ example: 'Lea Learner' }),
    roles: z.array(z.enum(ROLES)),
    emailVerified: z.boolean(),
    secondFactor: z.boolean(),
    signedUpAt: z.iso.datetime(),
    lockedAt: z.iso.datetime().nullable(),
  })
  .meta({ id: 'User' });

export const usersView = pageView(userView).meta({ id: 'Users' });
export type UsersView = z.infer<typeof usersView>;

export const usersQuery = pageQuery(z.uuid()).extend({
  q: text().trim().min(1).max(100).optional().describe('part of an address or a name'),
  role: z.enum(ROLES).optional(),
  locked: z.enum(['true', 'false']).optional(),
});

/** Users for the people who run the platform, the newest first. Erased ones are nobody any more. */
export class ListUsers extends Query<UsersView> {
  constructor(readonly filter: z.output<typeof usersQuery>) {
    super();
  }
}

@QueryHandler(ListUsers)
export class ListUsersHandler implements IQueryHandler<ListUsers> {
  constructor(private readonly database: Database) {}

  async execute({ filter: { q, role, locked, limit, cursor } }: ListUsers): Promise<UsersView> {
    const { rows } = await this.database.pool.query(
      `select u.id, email, name, roles, email_verified_at, signed_up_at, locked_at,
         exists (select from identity.second_factors f where f.id = u.id and f.confirmed_at is not null) as second_factor
       from identity.users u
       where erased_at is null
         and ($1::text is null or (email || ' ' || lower(name)) like $1)
         and ($2::text is null or roles @> array[$2::text])
         and ($3::boolean is null or (locked_at is not null) = $3)
         and ($4::uuid is null or u.id < $4)
       order by u.id desc limit $5`,
      [q ? `%${escaped(q.toLowerCase())}%` : null, role ?? null, locked ?? null, cursor ?? null, limit + 1],
    );
    const page = pageOf(rows, limit, ({ id }) => id);
    return { ...page, items: page.items.map(viewOf) };
  }
}

/** Signs that `like` would read as wildcards. */
function escaped(q: string): string {
  return q.replaceAll(/[\\%_]/g, '\\$&');
}

// biome-ignore lint/suspicious/noExplicitAny: a row, which the view's schema describes
function viewOf(row: any): z.infer<typeof userView> {
  return {
    id: row.id,
    email: row.email,
    name: row.name,
    roles: row.roles,
    emailVerified: row.email_verified_at !== null,
    secondFactor: row.second_factor,
    signedUpAt: row.signed_up_at.toISOString(),
    lockedAt: row.locked_at?.toISOString() ?? null,
  };
}
