import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Entry } from '../../kernel/domain/ledger.ts';
import { type Earning, Earnings, ofPayees } from '../domain/earning.ts';

@Injectable()
export class EarningRepository extends Earnings {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override async add(earnings: readonly Earning[]): Promise<void> {
    await this.em.execute(
      `insert into billing.earnings (payment_id, payee_id, sale, amount, currency, basis_points, base, portion, reversed,
                                     earned_at, available_at)
       select "paymentId", "payeeId", sale, amount, currency, "basisPoints", base, portion, 0, "earnedAt", "availableAt"
       from jsonb_to_recordset(?::jsonb) as e ("paymentId" uuid, "payeeId" uuid, sale bigint, amount bigint, currency text,
                                               "basisPoints" integer, base bigint, portion integer,
                                               "earnedAt" timestamptz, "availableAt" timestamptz)`,
      [JSON.stringify(earnings)],
    );
  }

  override async reverse(paymentId: string, reversal: readonly Entry[]): Promise<void> {
    await this.em.execute(
      `update billing.earnings e set reversed = e.reversed - part.amount
       from jsonb_to_recordset(?::jsonb) as part ("payeeId" uuid, amount bigint)
       where e.payment_id = ? and e.payee_id = part."payeeId"`,
      [JSON.stringify(ofPayees(reversal)), paymentId],
    );
  }

  override async heldOf(payeeId: string, currency: string, now: Date): Promise<number> {
    const [row] = await this.em.execute<{ held: string }[]>(
      `select coalesce(sum(amount - reversed), 0)::text as held from billing.earnings
       where payee_id = ? and currency = ? and available_at > ?`,
      [payeeId, currency, now],
    );
    return Number(row?.held);
  }
}
