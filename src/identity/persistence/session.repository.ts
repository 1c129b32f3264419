import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type EndOfSession, type Session, Sessions, type Visitor } from '../domain/session.ts';
import { sessionMapping } from './session.mapping.ts';

@Injectable()
export class SessionRepository extends Sessions {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(session: Session): void {
    this.em.persist(session);
  }

  override async lock(id: string): Promise<Session | undefined> {
    const session = await this.em.findOne(sessionMapping, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    return session ?? undefined;
  }

  override async find(id: string): Promise<Session | undefined> {
    return (await this.em.findOne(sessionMapping, { id })) ?? undefined;
  }

  override async knows(userId: string, { address, userAgent }: Visitor): Promise<boolean> {
    const known = await this.em.execute<unknown[]>(
      'select 1 as known from identity.sessions where user_id = ? and address = ? and user_agent = ? limit 1',
      [userId, address, userAgent],
    );
    return known.length > 0;
  }

  override async endOldest(userId: string, keep: number, now: Date): Promise<void> {
    await this.em.execute(
      `update identity.sessions set ended_at = ?, ended_because = 'too_many'
       where id in (
         select id from identity.sessions where user_id = ? and ended_at is null order by last_used_at desc, id desc offset ?
       )`,
      [now, userId, keep],
    );
  }

  override async forget(userId: string): Promise<void> {
    await this.em.execute('delete from identity.sessions where user_id = ?', [userId]);
  }

  override async endAll(userId: string, because: EndOfSession, now: Date, exceptId?: string): Promise<number> {
    const ended = await this.em.execute<unknown[]>(
      `update identity.sessions set ended_at = ?, ended_because = ?
       where user_id = ? and ended_at is null and id is distinct from ? returning id`,
      [now, because, userId, exceptId ?? null],
    );
    return ended.length;
  }
}
