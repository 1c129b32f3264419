import type { Azora } from '../../../test/support/azora.ts';
import { eventually } from '../../../test/support/eventually.ts';
import type { Person } from '../../../test/support/people.ts';
import type { PaymentMethodView } from '../queries/payment-method.view.ts';

/** Newest first. */
export async function methodsOf({ api }: Person): Promise<PaymentMethodView[]> {
  return (await api.get('/api/payment-methods')).body.items;
}

/** Saves a test card as its owner does, passing 3-D Secure where the bank wants it. Answers its id. */
export async function aSavedMethod(person: Person, card = 'pm_card_visa'): Promise<string> {
  const before = (await methodsOf(person)).map(({ id }) => id);
  const { body } = await person.api.once().post('/api/payment-methods/setup', { paymentMethod: card });
  if (body.paymentMethod) return body.paymentMethod.id;
  await answerBank(body.nextActionUrl);
  return eventually(async () => (await methodsOf(person)).find(({ id }) => !before.includes(id))?.id);
}

/** Presses a button on the bank's page. */
export function answerBank(nextActionUrl: string, outcome: 'complete' | 'fail' = 'complete'): Promise<Response> {
  return fetch(nextActionUrl, { method: 'POST', body: `outcome=${outcome}`, redirect: 'manual' });
}

/** What somebody else does at Stripe, such as by hand. */
export async function doneAtStripe(
  { stripe: { url, secretKey } }: Azora,
  path: string,
  body: Record<string, string> = {},
): Promise<{ id: string }> {
  const headers = { authorization: `Bearer ${secretKey}` };
  return (await fetch(`${url}/v1/${path}`, { method: 'POST', headers, body: new URLSearchParams(body) })).json();
}

/** What Stripe holds for a person. */
export function atStripe({ stripe: { store } }: Azora, { email }: Pick<Person, 'email'>) {
  const found = store.all('customer').find(customer => !customer.deleted && customer.email === email);
  const customer = found?.deleted ? undefined : found;
  const isTheirs = (thing: { customer: unknown }) => customer !== undefined && thing.customer === customer.id;
  return {
    customer,
    defaultId: customer?.invoice_settings.default_payment_method ?? null,
    methods: store.all('payment_method').filter(isTheirs),
    setups: store.all('setup_intent').filter(isTheirs),
  };
}
