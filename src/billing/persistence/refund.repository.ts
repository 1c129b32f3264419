import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Refund } from '../domain/refund.ts';
import { Refunds } from '../domain/refunds.ts';
import { refundMapping } from './refund.mapping.ts';

@Injectable()
export class RefundRepository extends Refunds {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(refund: Refund): void {
    this.em.persist(refund);
  }

  override async of(paymentId: string): Promise<Refund[]> {
    return this.em.find(refundMapping, { paymentId }, { orderBy: { id: 'asc' } });
  }
}
