import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { UserNotFound } from '../domain/account.errors.ts';
import { type User, Users } from '../domain/user.ts';
import { userMapping } from './user.mapping.ts';

@Injectable()
export class UserRepository extends Users {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(user: User): void {
    this.em.persist(user);
  }

  override async lock(id: string): Promise<User> {
    const user = await this.em.findOne(userMapping, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!user || user.erasedAt) throw new UserNotFound();
    return user;
  }

  override async lockByEmail(email: string): Promise<User | undefined> {
    return (await this.em.findOne(userMapping, whose(email), { lockMode: LockMode.PESSIMISTIC_WRITE })) ?? undefined;
  }

  override async lockAdministrators(): Promise<string[]> {
    await this.em.execute(`select pg_advisory_xact_lock(hashtextextended('administrators', 0))`);
    const rows = await this.em.execute<{ id: string }[]>(
      `select id from identity.users where roles @> '{admin}' and locked_at is null and erased_at is null`,
    );
    return rows.map(({ id }) => id);
  }

  override async findByEmail(email: string): Promise<User | undefined> {
    return (await this.em.findOne(userMapping, whose(email))) ?? undefined;
  }
}

/** The mapper's types hide private fields from filters. */
function whose(email: string): object {
  return { _email: email, _erasedAt: null };
}
