import { z } from 'zod';
import { pageView } from '../../kernel/http/page.ts';

export const DIFFERENCES = ['missing_in_ledger', 'missing_at_provider', 'amount_differs', 'fee_differs'] as const;

const currency = z.string().meta({ example: 'USD' });
const minor = z.int().describe('minor units');

const bookedView = z
  .strictObject({
    amount: minor.describe('minor units, before the fee; negative when it leaves').meta({ example: 4999 }),
    fee: minor.meta({ example: 175 }),
  })
  .meta({ id: 'Booked' });

const totalView = z
  .strictObject({
    currency,
    subjects: z.int().describe('how many payments, refunds, disputes and payouts were compared').meta({ example: 120 }),
    providerAmount: minor,
    providerFee: minor,
    ledgerAmount: minor,
    ledgerFee: minor,
  })
  .meta({ id: 'ReconciliationTotal' });

const otherView = z
  .strictObject({
    type: z.string().describe("the provider's word for it").meta({ example: 'payout' }),
    currency,
    count: z.int(),
    amount: minor,
    fee: minor,
  })
  .describe(
    "what moved at the provider and nothing here answers to: its own fees, what it paid out to the platform's bank",
  )
  .meta({ id: 'OtherMovement' });

const comparedBalanceView = z
  .strictObject({
    currency,
    provider: minor.describe('what the provider held, available or pending'),
    ledger: minor.describe('what the ledger said it held'),
  })
  .describe('at the moment of the comparison; what is under way just then is in one of them only')
  .meta({ id: 'ComparedBalance' });

export const differenceView = z
  .strictObject({
    kind: z.enum(DIFFERENCES),
    subject: z.string().describe('what differs').meta({ example: 'payment:01990a2c-7b4e-7000-8000-000000000000' }),
    paymentId: z.uuid().nullable().describe('the payment it belongs to; null where nothing here knows it'),
    providerId: z.string().nullable().describe("the provider's id of it").meta({ example: 'pi_3PqXyz' }),
    currency,
    provider: bookedView.nullable(),
    ledger: bookedView.nullable(),
  })
  .meta({ id: 'Difference' });

export type DifferenceView = z.infer<typeof differenceView>;

export const reconciliationView = z
  .strictObject({
    id: z.uuid(),
    from: z.iso.date(),
    to: z.iso.date().describe('the last day, with it'),
    requestedAt: z.iso.datetime(),
    completedAt: z.iso.datetime().nullable().describe('null until it is made'),
    differences: z.int().nullable().describe('how many there are'),
    totals: z.array(totalView).nullable().describe('by currency, of what was compared'),
    others: z.array(otherView).nullable(),
    balances: z.array(comparedBalanceView).nullable(),
  })
  .meta({ id: 'Reconciliation' });

export type ReconciliationView = z.infer<typeof reconciliationView>;

export const reconciliationPageView = pageView(reconciliationView).meta({ id: 'ReconciliationPage' });

export const reconciliationDetailView = reconciliationView
  .extend({ page: pageView(differenceView).meta({ id: 'DifferencePage' }).describe('the differences') })
  .meta({ id: 'ReconciliationDetail' });
