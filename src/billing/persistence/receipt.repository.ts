import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type Receipt, Receipts } from '../domain/receipt.ts';

@Injectable()
export class ReceiptRepository extends Receipts {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(receipt: Receipt): void {
    this.em.persist(receipt);
  }

  override async nextOf(year: number): Promise<number> {
    const [row] = await this.em.execute<{ last: number }[]>(
      `insert into billing.receipt_years as y (year, last) values (?, 1)
       on conflict (year) do update set last = y.last + 1 returning last`,
      [year],
    );
    return (row as { last: number }).last;
  }

  override async forgetPayer(payerId: string): Promise<void> {
    // A receipt is issued under the lock of its payment: one that has read the name already is waited for.
    await this.em.execute('select 1 from billing.payments where payer_id = ? order by id for update', [payerId]);
    await this.em.execute('update billing.receipts set payer = null where payer_id = ? and payer is not null', [
      payerId,
    ]);
  }
}
