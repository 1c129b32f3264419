import { defineEntity, p } from '@mikro-orm/postgresql';
import { Money } from '../domain/money.ts';

/** Money as two columns, `amount` and `currency`. */
export const moneyMapping = defineEntity({
  class: Money,
  embeddable: true,
  properties: {
    amount: p.bigint('number'),
    currency: p.text(),
  },
});
