import { z } from 'zod';
import { PAYMENT_STATES } from '../../billing/billing.contract.ts';
import { moneyView } from '../../kernel/http/money.view.ts';
import { PURCHASE_STATES } from '../domain/purchase.ts';

export const purchaseView = z
  .strictObject({
    id: z.uuid(),
    courseId: z.uuid(),
    price: moneyView,
    state: z.enum(PURCHASE_STATES).describe('`paid` follows the payment within moments, and the enrollment with it'),
    startedAt: z.iso.datetime(),
    paymentId: z.uuid().nullable().describe('null for a free course'),
    paymentState: z.enum(PAYMENT_STATES).nullable(),
    clientSecret: z
      .string()
      .nullable()
      .describe('hand it to Stripe.js when the payment `requires_action` (3-D Secure)'),
    nextActionUrl: z.url().nullable().describe('or send the customer here'),
  })
  .meta({ id: 'Purchase' });

export type PurchaseView = z.infer<typeof purchaseView>;
