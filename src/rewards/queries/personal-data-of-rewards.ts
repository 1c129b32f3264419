import { Injectable } from '@nestjs/common';
import { type PersonalData, PersonalDataOf } from '../../identity/personal-data.contract.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { TOKEN, walletOf } from '../domain/token-ledger.ts';

@Injectable()
@PersonalDataOf('rewards')
export class PersonalDataOfRewards implements PersonalData {
  constructor(private readonly database: Database) {}

  async personalDataOf(userId: string) {
    const entries = await this.database.kysely
      .selectFrom('rewards.ledger_entries as e')
      .innerJoin('rewards.ledger_transactions as t', 't.id', 'e.transaction_id')
      .select(['t.kind', 't.occurred_at as occurredAt', 'e.amount'])
      .where('e.account', '=', walletOf(userId))
      .where('e.currency', '=', TOKEN)
      .orderBy('t.id')
      .execute();
    return { tokens: entries };
  }
}
