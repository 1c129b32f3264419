import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Purpose } from '../billing.contract.ts';
import { PaymentNotFound } from '../domain/payment.errors.ts';
import type { Payment } from '../domain/payment.ts';
import { Payments } from '../domain/payments.ts';
import { paymentMapping } from './payment.mapping.ts';

@Injectable()
export class PaymentRepository extends Payments {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(payment: Payment): void {
    this.em.persist(payment);
  }

  override async lock(id: string): Promise<Payment> {
    const payment = await this.em.findOne(paymentMapping, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!payment) throw new PaymentNotFound();
    return payment;
  }

  override async countCharges(payerId: string, since: Date): Promise<number> {
    const [row] = await this.em.execute<{ charges: number }[]>('select billing.count_charges(?, ?) as charges', [
      payerId,
      since,
    ]);
    return row?.charges ?? 0;
  }

  override async lockLatest(purpose: Purpose, reference: string): Promise<Payment | undefined> {
    const [payment] = await this.em.find(
      paymentMapping,
      { purpose, reference },
      { orderBy: { id: 'desc' }, limit: 1, lockMode: LockMode.PESSIMISTIC_WRITE },
    );
    return payment;
  }
}
