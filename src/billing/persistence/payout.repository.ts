import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type Payout, type PayoutCause, Payouts } from '../domain/payout.ts';
import { payoutMapping } from './payout.mapping.ts';

@Injectable()
export class PayoutRepository extends Payouts {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(payout: Payout): void {
    this.em.persist(payout);
  }

  override async lock(id: string): Promise<Payout> {
    return this.em.findOneOrFail(payoutMapping, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
  }

  override async of(payeeId: string, currency: string, cause: PayoutCause): Promise<{ id: string } | undefined> {
    const [column, value] = 'runId' in cause ? ['run_id', cause.runId] : ['operation_id', cause.operationId];
    const [row] = await this.em.execute<{ id: string }[]>(
      `select id from billing.payouts where ${column} = ? and payee_id = ? and currency = ?`,
      [value, payeeId, currency],
    );
    return row;
  }
}
