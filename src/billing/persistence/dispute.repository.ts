import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Dispute } from '../domain/dispute.ts';
import { Disputes } from '../domain/disputes.ts';
import { disputeMapping } from './dispute.mapping.ts';

@Injectable()
export class DisputeRepository extends Disputes {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(dispute: Dispute): void {
    this.em.persist(dispute);
  }

  override async paymentIdOf(disputeId: string): Promise<string | undefined> {
    const [row] = await this.em.execute<{ payment_id: string }[]>(
      'select payment_id from billing.disputes where id = ?',
      [disputeId],
    );
    return row?.payment_id;
  }

  override async of(paymentId: string): Promise<Dispute[]> {
    return this.em.find(disputeMapping, { paymentId }, { orderBy: { id: 'asc' } });
  }
}
