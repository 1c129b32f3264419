import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import type { MailFacts, MailState } from '../domain/mail.ts';

export interface MailToSend {
  readonly userId: string;
  readonly template: string;
  readonly facts: MailFacts;
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
      .select(['user_id as userId', 'template', 'facts', 'state'])
      .where('id', '=', mailId)
      .executeTakeFirst();
    return row as MailToSend | undefined;
  }
}
