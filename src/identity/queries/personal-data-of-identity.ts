import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { type PersonalData, PersonalDataOf } from '../personal-data.contract.ts';
import { GetMe } from './get-me.ts';

@Injectable()
@PersonalDataOf('identity')
export class PersonalDataOfIdentity implements PersonalData {
  constructor(
    private readonly queries: QueryBus,
    private readonly database: Database,
  ) {}

  async personalDataOf(userId: string) {
    const account = await this.queries.execute(new GetMe(userId));
    const [links, emailChanges, sessions, apiKeys, linkedProviders, knownDevices, secondFactor] = await Promise.all([
      account.emailVerified ? this.linksTo(account.email) : [],
      this.rowsOf(userId, 'email_changes', [
        'old_email as oldEmail',
        'new_email as newEmail',
        'requested_at as requestedAt',
        'left_at as leftAt',
        'entered_at as enteredAt',
        'done_at as doneAt',
      ]),
      this.rowsOf(userId, 'sessions', [
        'started_at as startedAt',
        'last_used_at as lastUsedAt',
        'ended_at as endedAt',
        'address',
        'user_agent as userAgent',
      ]),
      this.rowsOf(userId, 'api_keys', [
        'name',
        'prefix',
        'scopes',
        'created_at as createdAt',
        'expires_at as expiresAt',
        'last_used_at as lastUsedAt',
        'revoked_at as revokedAt',
      ]),
      this.rowsOf(userId, 'linked_identities', ['provider', 'subject', 'linked_at as linkedAt']),
      this.rowsOf(userId, 'known_devices', ['last_seen_at as lastSeenAt']),
      this.database.kysely
        .selectFrom('identity.second_factors')
        .select('confirmed_at as confirmedAt')
        .where('id', '=', userId)
        .executeTakeFirst(),
    ]);
    return {
      ...{ account, links, emailChanges, sessions, apiKeys, linkedProviders, knownDevices },
      secondFactor: secondFactor ?? null,
    };
  }

  /** Until the address is proven, whoever asked for them may be somebody else. */
  private linksTo(email: string) {
    return this.database.kysely
      .selectFrom('identity.proofs')
      .select(['purpose', 'requested_at as requestedAt', 'used_at as usedAt'])
      .where('email', '=', email)
      .orderBy('id')
      .execute();
  }

  /** Also what has ended and is still stored. */
  private rowsOf(userId: string, table: string, columns: string[]) {
    return this.database.kysely.selectFrom(`identity.${table}`).select(columns).where('user_id', '=', userId).execute();
  }
}
