import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { PurchaseNotFound } from '../domain/purchase.errors.ts';
import type { Purchase } from '../domain/purchase.ts';
import { Purchases } from '../domain/purchases.ts';
import { purchaseMapping } from './purchase.mapping.ts';

const lockMode = LockMode.PESSIMISTIC_WRITE;

@Injectable()
export class PurchaseRepository extends Purchases {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(purchase: Purchase): void {
    this.em.persist(purchase);
  }

  override async lock(id: string): Promise<Purchase> {
    const purchase = await this.em.findOne(purchaseMapping, { id }, { lockMode });
    if (!purchase) throw new PurchaseNotFound();
    return purchase;
  }

  override async lockStanding(courseId: string, learnerId: string, operationId: string): Promise<Purchase | undefined> {
    const purchases = await this.em.find(
      purchaseMapping,
      { courseId, learnerId },
      { lockMode, orderBy: { id: 'asc' } },
    );
    const standing = purchases.filter(({ state }) => state !== 'lapsed');
    return standing.find(purchase => purchase.isOf(operationId)) ?? standing.find(({ isLive }) => isLive);
  }
}
