import { z } from 'zod';
import { moneyView } from '../../kernel/http/money.view.ts';

export const receiptView = z
  .strictObject({
    number: z.string().describe('without gaps, from 1 each year').meta({ example: '2026-000001' }),
    paymentId: z.uuid(),
    issuedAt: z.iso.datetime(),
    payer: z
      .strictObject({
        name: z.string().meta({ example: 'Lea Learner' }),
        email: z.string().meta({ example: 'learner@azora.test' }),
      })
      .nullable()
      .describe('as they were called then; null once they have been erased'),
    seller: z.strictObject({
      name: z.string().meta({ example: 'Azora' }),
      address: z.string().meta({ example: '1 Main Street, Springfield' }),
    }),
    description: z.string().meta({ example: 'Course: Compilers from Scratch' }),
    lines: z.array(
      z.strictObject({
        description: z.string().meta({ example: 'Course: Compilers from Scratch' }),
        amount: moneyView,
      }),
    ),
    amount: moneyView,
    paymentMethod: z
      .string()
      .nullable()
      .describe('what sort was charged, if the provider said so')
      .meta({ example: 'card' }),
  })
  .meta({ id: 'Receipt' });

export type ReceiptView = z.infer<typeof receiptView>;
