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

  override async lockLive(courseId: string, learnerId: string): Promise<Purchase | undefined> {
    return (await this.em.findOne(purchaseMapping, { courseId, learnerId }, { lockMode })) ?? undefined;
  }
}
