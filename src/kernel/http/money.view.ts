import { z } from 'zod';
import { CURRENCIES, MAX_CHARGE, Money } from '../domain/money.ts';

export const moneyView = z
  .strictObject({
    amount: z.int().describe('minor units: cents for USD, yen for JPY, fils for KWD').meta({ example: 4999 }),
    currency: z.string().length(3).describe('ISO 4217').meta({ example: 'USD' }),
  })
  .meta({ id: 'Money' });

/** A price as a client may set it. */
export const priceInput = z
  .strictObject({
    amount: z
      .int()
      .min(0)
      .max(MAX_CHARGE)
      .describe('minor units: 0, or what a card can be charged with (from 50 for USD, in tens for KWD)')
      .meta({ example: 4999 }),
    currency: z.enum(CURRENCIES).meta({ example: 'USD' }),
  })
  .refine(({ amount, currency }) => Money.of(amount, currency).isPrice, {
    when: ({ issues }) => issues.length === 0,
    path: ['amount'],
    message: 'No card can be charged with this amount of this currency',
  })
  .meta({ id: 'Price' });
