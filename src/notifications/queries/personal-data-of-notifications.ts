import { Injectable } from '@nestjs/common';
import { type PersonalData, PersonalDataOf } from '../../identity/personal-data.contract.ts';
import { Database } from '../../kernel/persistence/database.ts';

@Injectable()
@PersonalDataOf('notifications')
export class PersonalDataOfNotifications implements PersonalData {
  constructor(private readonly database: Database) {}

  async personalDataOf(userId: string) {
    const mails = await this.database.kysely
      .selectFrom('notifications.mails')
      .select(['template', 'facts', 'address', 'state', 'queued_at as queuedAt', 'sent_at as sentAt'])
      .where('user_id', '=', userId)
      .orderBy('id')
      .execute();
    return { mails };
  }
}
