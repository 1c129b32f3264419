import { z } from 'zod';
import { SETUP_STATES } from '../domain/payment-method-gateway.ts';

export const paymentMethodView = z
  .strictObject({
    id: z.uuid(),
    brand: z.string().meta({ example: 'visa' }),
    last4: z.string().meta({ example: '4242' }),
    expiry: z.strictObject({ month: z.int().meta({ example: 8 }), year: z.int().meta({ example: 2029 }) }),
    default: z.boolean().describe('whether it is charged where none is named'),
  })
  .meta({ id: 'PaymentMethod' });

export type PaymentMethodView = z.infer<typeof paymentMethodView>;

export const setupView = z
  .strictObject({
    id: z.string().describe("the provider's id").meta({ example: 'seti_1Pgag7B7WZ01zgkWSgwGdb8Z' }),
    state: z.enum(SETUP_STATES),
    clientSecret: z.string().nullable().describe('hand it to Stripe.js until the state is `succeeded`'),
    nextActionUrl: z.url().nullable().describe('or send the customer here when it is `requires_action` (3-D Secure)'),
    paymentMethod: paymentMethodView.nullable().describe('what was saved, once it is'),
  })
  .meta({ id: 'PaymentMethodSetup' });

export type SetupView = z.infer<typeof setupView>;

/** The columns of the view, as it is. */
export const METHOD_COLUMNS = `m.id, m.brand, m.last4,
  json_build_object('month', m.expiry_month, 'year', m.expiry_year) as expiry, m.is_default as "default"`;
