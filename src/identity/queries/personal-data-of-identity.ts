import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { type PersonalData, PersonalDataOf } from '../personal-data.contract.ts';
import { GetMe } from './get-me.ts';
import { ListApiKeys } from './list-api-keys.ts';
import { ListSessions } from './list-sessions.ts';

@Injectable()
@PersonalDataOf('identity')
export class PersonalDataOfIdentity implements PersonalData {
  constructor(
    private readonly queries: QueryBus,
    private readonly database: Database,
  ) {}

  async personalDataOf(userId: string) {
    const [account, sessions, apiKeys, linkedProviders] = await Promise.all([
      this.queries.execute(new GetMe(userId)),
      this.queries.execute(new ListSessions(userId, undefined)),
      this.queries.execute(new ListApiKeys(userId)),
      this.database.kysely
        .selectFrom('identity.linked_identities')
        .select(['provider', 'subject', 'linked_at as linkedAt'])
        .where('user_id', '=', userId)
        .execute(),
    ]);
    return { account, sessions: sessions.items, apiKeys: apiKeys.items, linkedProviders };
  }
}
