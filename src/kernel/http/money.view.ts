import { z } from 'zod';
import { CURRENCIES, MAX_CHARGE } from '../domain/money.ts';

export const moneyView = z
  .strictObject({
    amount: z.int().describe('minor units: cents for USD, yen for JPY, fils for KWD').meta({ example: 4999 }),
    currency: z.string().length(3).describe('ISO 4217').meta({ example: 'USD' }),
  })
  .meta({ id: 'Money' });

/** A price as a client may set it. */
export const priceInput = z
  .strictObject({
    amount: z.int().min(0).max(MAX_CHARGE).describe('minor units').meta({ example: 4999 }),
    currency: z.enum(CURRENCIES).meta({ example: 'USD' }),
  })
  .meta({ id: 'Price' });
