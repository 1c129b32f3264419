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

  override lock(id: string): Promise<Mail> {
    return this.em.findOneOrFail(mailMapping, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  }
}
