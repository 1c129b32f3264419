import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';
import { normalizeEmail } from '../email.contract.ts';
import { hashOf } from '../gateways/opaque-tokens.ts';
import type { AccountView } from '../identity.contract.ts';
import { type AccountRow, accountColumns, accountOf } from './account-row.ts';

export interface Credentials {
  readonly account: AccountView;
  /** Null for somebody who signs in through a provider. */
  readonly passwordHash: string | null;
  readonly hasSecondFactor: boolean;
  readonly deviceIsKnown: boolean;
}

/**
 * What a sign-in is checked against; undefined for an unknown address.
 * @param by an address in any spelling, or a user's id
 * @param deviceToken the one that came along, if any
 */
export class GetCredentials extends Query<Credentials | undefined> {
  constructor(
    readonly by: { email: string } | { userId: string },
    readonly deviceToken?: string,
  ) {
    super();
  }
}

interface Row extends AccountRow {
  password_hash: string | null;
  has_second_factor: boolean;
  device_is_known: boolean;
}

@QueryHandler(GetCredentials)
export class GetCredentialsHandler implements IQueryHandler<GetCredentials> {
  constructor(private readonly database: Database) {}

  async execute({ by, deviceToken }: GetCredentials): Promise<Credentials | undefined> {
    const [column, value] = 'email' in by ? ['email', normalizeEmail(by.email)] : ['id', by.userId];
    const [row] = await this.database.prepared<Row>(
      `get-credentials-by-${column}`,
      `select ${accountColumns}, password_hash,
         exists (select from identity.second_factors f where f.id = u.id and f.confirmed_at is not null) as has_second_factor,
         exists (select from identity.known_devices d where d.user_id = u.id and d.hash = $2) as device_is_known
       from identity.users u where ${column} = $1 and erased_at is null`,
      [value, deviceToken ? hashOf(deviceToken) : null],
    );
    return (
      row && {
        account: accountOf(row),
        passwordHash: row.password_hash,
        hasSecondFactor: row.has_second_factor,
        deviceIsKnown: row.device_is_known,
      }
    );
  }
}
