import { z } from 'zod';
import { pageView } from '../../kernel/http/page.ts';
import { paymentView } from '../billing.contract.ts';

/** A payment for those who look at the payments of others. */
export const payerPaymentView = paymentView.extend({ payerId: z.uuid() }).meta({ id: 'PayerPayment' });
export type PayerPaymentView = z.infer<typeof payerPaymentView>;

export const payerPaymentPageView = pageView(payerPaymentView).meta({ id: 'PayerPaymentPage' });
