import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { newId } from '../../kernel/domain/ids.ts';
import { PaymentMethodNotFound } from '../domain/payment-method.errors.ts';
import { type KeptMethod, PaymentMethods } from '../domain/payment-methods.ts';

const KEPT = `jsonb_to_recordset(?::jsonb) as kept
  (id uuid, provider_id text, brand text, last4 text, "expiryMonth" smallint, "expiryYear" smallint, "isDefault" boolean)`;

@Injectable()
export class PaymentMethodRepository extends PaymentMethods {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override async resolve(userId: string, named?: string): Promise<string | undefined> {
    if (named?.startsWith('pm_')) return named;
    const [method] = await this.em.execute<{ provider_id: string }[]>(
      `select provider_id from billing.payment_methods where user_id = ? and ${named ? 'id = ?' : 'is_default'}`,
      named ? [userId, named] : [userId],
    );
    if (named && !method) throw new PaymentMethodNotFound();
    return method?.provider_id;
  }

  override async replace(userId: string, question: number, kept: readonly KeptMethod[]): Promise<void> {
    const heard = await this.em.execute<unknown[]>(
      'update billing.customers set heard = ? where user_id = ? and heard < ? returning heard',
      [question, userId, question],
    );
    if (heard.length === 0) return;
    const rows = JSON.stringify(kept.map(({ id, ...card }) => ({ id: newId(), provider_id: id, ...card })));
    await this.em.execute(
      `delete from billing.payment_methods
       where user_id = ? and provider_id not in (select provider_id from ${KEPT})`,
      [userId, rows],
    );
    // Nothing is the default for a moment, because the database never lets two be.
    await this.em.execute('update billing.payment_methods set is_default = false where user_id = ? and is_default', [
      userId,
    ]);
    await this.em.execute(
      `insert into billing.payment_methods (id, user_id, provider_id, brand, last4, expiry_month, expiry_year, is_default)
       select id, ?, provider_id, brand, last4, "expiryMonth", "expiryYear", "isDefault" from ${KEPT}
       on conflict (provider_id) do update set brand = excluded.brand, last4 = excluded.last4,
         expiry_month = excluded.expiry_month, expiry_year = excluded.expiry_year, is_default = excluded.is_default`,
      [userId, rows],
    );
  }
}
