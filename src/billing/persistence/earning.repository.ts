import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Entry } from '../../kernel/domain/ledger.ts';
import { type Earning, Earnings, ofPayees, ofPlatform } from '../domain/earning.ts';

@Injectable()
export class EarningRepository extends Earnings {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override async add(earnings: readonly Earning[]): Promise<void> {
    await this.em.execute(
      `insert into billing.earnings (payment_id, payee_id, subject, sale, refunded, fees, amount, reversed, currency,
                                     basis_points, base, portion, earned_at, available_at)
       select "paymentId", "payeeId", subject, sale, 0, fees, amount, 0, currency, "basisPoints", base, portion, "earnedAt",
              "availableAt"
       from jsonb_to_recordset(?::jsonb) as e ("paymentId" uuid, "payeeId" uuid, subject uuid, sale bigint, fees bigint,
                                               amount bigint, currency text, "basisPoints" integer, base bigint, portion integer,
                                               "earnedAt" timestamptz, "availableAt" timestamptz)`,
      [JSON.stringify(earnings)],
    );
  }

  override async reverse(paymentId: string, reversal: readonly Entry[]): Promise<void> {
    const payees = ofPayees(reversal);
    const platform = ofPlatform(reversal);
    const sale = payees.reduce((sum, { amount }) => sum + amount, platform);
    await this.em.execute(
      `update billing.earnings e set refunded = refunded - ?, fees = fees + ?, reversed = reversed - coalesce((
         select amount from jsonb_to_recordset(?::jsonb) as part ("payeeId" uuid, amount bigint)
         where "payeeId" = e.payee_id), 0)
       where payment_id = ?`,
      [sale, platform, JSON.stringify(payees), paymentId],
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
