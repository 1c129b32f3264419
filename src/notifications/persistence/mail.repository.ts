import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type Mail, Mails } from '../domain/mail.ts';
import { mailMapping } from './mail.mapping.ts';

@Injectable()
export class MailRepository extends Mails {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(mail: Mail): void {
    this.em.persist(mail);
  }

  override remove(mail: Mail): void {
    this.em.remove(mail);
  }

  override async lock(id: string): Promise<Mail | undefined> {
    return (await this.em.findOne(mailMapping, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE })) ?? undefined;
  }

  override async forgetSentTo(userId: string): Promise<void> {
    await this.em.execute(`delete from notifications.mails where user_id = ? and state <> 'queued'`, [userId]);
  }

  override async forgetSentToNobodyAt(address: string): Promise<void> {
    await this.em.execute(
      `delete from notifications.mails where user_id is null and address = ? and state <> 'queued'`,
      [address],
    );
  }

  override async forgetQueuedBefore(instant: Date): Promise<void> {
    await this.em.execute('delete from notifications.mails where queued_at < ?', [instant]);
  }
}
