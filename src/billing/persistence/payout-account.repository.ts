import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type PayoutAccount, PayoutAccounts, type ProviderAccount } from '../domain/payout-account.ts';

@Injectable()
export class PayoutAccountRepository extends PayoutAccounts {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override async remember(userId: string, providerId: string, now: Date): Promise<string> {
    const [row] = await this.em.execute<{ provider_id: string }[]>(
      `insert into billing.payout_accounts as a (user_id, provider_id, state, wanted, asked_at)
       values (?, ?, 'onboarding', '{}', ?)
       on conflict (user_id) do update set provider_id = a.provider_id returning provider_id`,
      [userId, providerId, now],
    );
    return (row as { provider_id: string }).provider_id;
  }

  override async learn({ id, state, wanted }: ProviderAccount, askedAt: Date): Promise<void> {
    await this.em.execute(
      `update billing.payout_accounts
       set state = ?, wanted = array(select jsonb_array_elements_text(?::jsonb)), asked_at = ?
       where provider_id = ? and asked_at <= ?`,
      [state, JSON.stringify(wanted), askedAt, id, askedAt],
    );
  }

  override async of(userId: string): Promise<PayoutAccount | undefined> {
    const [row] = await this.em.execute<PayoutAccount[]>(
      `select provider_id as "providerId", state, closed_at is not null as "isClosed"
       from billing.payout_accounts where user_id = ?`,
      [userId],
    );
    return row;
  }

  override async close(userId: string, now: Date): Promise<void> {
    await this.em.execute('update billing.payout_accounts set closed_at = ? where user_id = ? and closed_at is null', [
      now,
      userId,
    ]);
  }
}
