import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { LinkInvalid } from '../domain/account.errors.ts';
import { type EmailChange, EmailChanges } from '../domain/email-change.ts';
import { emailChangeMapping } from './email-change.mapping.ts';

@Injectable()
export class EmailChangeRepository extends EmailChanges {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(change: EmailChange): void {
    this.em.persist(change);
  }

  override async lock(id: string): Promise<EmailChange> {
    const change = await this.em.findOne(emailChangeMapping, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!change) throw new LinkInvalid();
    return change;
  }

  override async forget(userId: string): Promise<void> {
    await this.em.nativeDelete(emailChangeMapping, { userId });
  }
}
