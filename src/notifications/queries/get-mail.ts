import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import type { MailFacts, MailLink, MailState } from '../domain/mail.ts';

export interface MailToSend {
  readonly userId: string | null;
  readonly address: string | null;
  readonly template: string;
  readonly facts: MailFacts;
  readonly link: MailLink | null;
  readonly state: MailState;
}

export class GetMail extends Query<MailToSend | undefined> {
  constructor(readonly mailId: string) {
    super();
  }
}

@QueryHandler(GetMail)
export class GetMailHandler implements IQueryHandler<GetMail> {
  constructor(private readonly database: Database) {}

  async execute({ mailId }: GetMail): Promise<MailToSend | undefined> {
    const row = await this.database.kysely
      .selectFrom('notifications.mails')
      .select(['user_id as userId', 'address', 'template', 'facts', 'link', 'state'])
      .where('id', '=', mailId)
      .executeTakeFirst();
    return row as MailToSend | undefined;
  }
}
