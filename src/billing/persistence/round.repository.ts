import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type Round, Rounds } from '../domain/rounds.ts';

const LEASE_MS = 30 * 60_000;

@Injectable()
export class RoundRepository extends Rounds {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override async begin(name: string, first: Date, now: Date): Promise<Round | undefined> {
    const leasedUntil = leaseFrom(now);
    const [row] = await this.em.execute<{ reached: Date }[]>(
      `insert into billing.rounds as r (name, reached, due_at, leased_until) values (?, ?, ?, ?)
       on conflict (name) do update set leased_until = excluded.leased_until
       where r.due_at <= excluded.due_at and (r.leased_until is null or r.leased_until <= excluded.due_at)
       returning reached`,
      [name, first, now, leasedUntil],
    );
    return row && { name, reached: new Date(row.reached), leasedUntil };
  }

  override async renew({ name, leasedUntil }: Round, now: Date): Promise<Round | undefined> {
    const [row] = await this.em.execute<{ reached: Date }[]>(
      'update billing.rounds set leased_until = ? where name = ? and leased_until = ? returning reached',
      [leaseFrom(now), name, leasedUntil],
    );
    return row && { name, reached: new Date(row.reached), leasedUntil: leaseFrom(now) };
  }

  override async end({ name, leasedUntil }: Round, reached: Date, dueAt: Date): Promise<void> {
    await this.em.execute(
      'update billing.rounds set reached = ?, due_at = ?, leased_until = null where name = ? and leased_until = ?',
      [reached, dueAt, name, leasedUntil],
    );
  }
}

function leaseFrom(now: Date): Date {
  return new Date(now.getTime() + LEASE_MS);
}
