import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type Customer, Customers } from '../domain/customers.ts';

@Injectable()
export class CustomerRepository extends Customers {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override async remember({ userId, providerId }: Customer): Promise<void> {
    await this.em.execute('insert into billing.customers (user_id, provider_id) values (?, ?) on conflict do nothing', [
      userId,
      providerId,
    ]);
  }

  override async forget(userId: string): Promise<void> {
    await this.em.execute('delete from billing.customers where user_id = ?', [userId]);
  }
}
