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

  override async forget({ userId, providerId }: Customer): Promise<void> {
    await this.em.execute('delete from billing.customers where user_id = ? and provider_id = ?', [userId, providerId]);
  }

  override async ask(userId: string) {
    const [customer] = await this.em.execute<{ customerId: string; question: number }[]>(
      `update billing.customers set asked = asked + 1 where user_id = ?
       returning provider_id as "customerId", asked as question`,
      [userId],
    );
    return customer;
  }
}
