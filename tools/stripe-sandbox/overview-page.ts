import type { Controls } from './controls.ts';
import type { Fault } from './faults.ts';
import { type Html, html, page } from './html.ts';
import type { Kind, Kinds, Store } from './store.ts';

const LATEST = 20;
const countedOnly: Kind[] = ['customer', 'payment_method', 'charge', 'balance_transaction'];

/** What the page shows of its objects, kind by kind. */
const tables: { [K in Kind]?: { title: string; show: (object: Kinds[K]) => Record<string, Cell> } } = {
  payment_intent: {
    title: 'payments',
    show: ({ id, amount, currency, status, customer }) => ({
      id,
      amount,
      currency,
      status,
      customer: nameOf(customer),
    }),
  },
  refund: {
    title: 'refunds',
    show: ({ id, amount, currency, status, charge }) => ({ id, amount, currency, status, charge: nameOf(charge) }),
  },
  dispute: {
    title: 'disputes',
    show: ({ id, amount, currency, status, reason }) => ({ id, amount, currency, status, reason }),
  },
  account: {
    title: 'connected accounts',
    show: account => ({
      id: account.id,
      email: account.deleted ? 'deleted' : account.email,
      payouts: account.deleted ? '' : account.payouts_enabled ? 'enabled' : 'disabled',
      due: account.deleted ? '' : (account.requirements?.currently_due ?? []).join(', '),
    }),
  },
  transfer: {
    title: 'transfers',
    show: ({ id, amount, amount_reversed, currency, destination }) => ({
      id,
      amount,
      reversed: amount_reversed,
      currency,
      destination: nameOf(destination),
    }),
  },
  payout: {
    title: 'payouts',
    show: ({ id, amount, currency, status, arrival_date }) => ({
      id,
      amount,
      currency,
      status,
      arrives: instant(arrival_date),
    }),
  },
  event: {
    title: 'events',
    show: ({ id, type, account, created }) => ({ id, type, account, created: instant(created) }),
  },
  delivery: {
    title: 'deliveries',
    show: ({ event, state, attempts, last_answer }) => ({ event, state, attempts, 'last answer': last_answer }),
  },
};

type Cell = string | number | null | undefined;

/** What the sandbox holds, for people. */
export function overviewPage({ store, faults, now }: Controls): string {
  const kinds = Object.keys(tables) as Kind[];
  return page(
    'Stripe sandbox',
    html`
<p>It is ${now().toISOString()}. Amounts are in the currency's smallest unit.</p>
<h2>Faults</h2>
${table(faults.list().map(({ id, fault, on, ...rest }) => ({ id, fault, on, details: detailsOf(rest) })))}
<h2>Objects</h2>
${table([...countedOnly, ...kinds].map(kind => ({ kind, count: store.everywhere(kind).length })))}
${kinds.map(kind => latest(store, kind))}`,
  );
}

function latest<K extends Kind>(store: Store, kind: K): Html {
  const { title = kind, show } = tables[kind] as { title: string; show: (object: Kinds[K]) => Record<string, Cell> };
  const objects = store
    .everywhere(kind)
    .reverse()
    .sort((a, b) => createdAt(b) - createdAt(a))
    .slice(0, LATEST);
  return html`<h2>Latest ${title}</h2>\n${table(objects.map(show))}\n`;
}

/** Deliveries, which say no time, are listed in their order. */
function createdAt(object: object): number {
  return 'created' in object ? Number(object.created) : 0;
}

function detailsOf(limits: Partial<Fault>): string {
  return Object.entries(limits)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');
}

function instant(seconds: number): string {
  return new Date(seconds * 1000).toISOString();
}

function nameOf(object: string | { id: string } | null): string {
  return typeof object === 'string' ? object : (object?.id ?? '');
}

function table(rows: Record<string, Cell>[]): Html {
  if (rows.length === 0) return html`<p>None.</p>`;
  return html`<table>
<tr>${Object.keys(rows[0] ?? {}).map(head => html`<th>${head}</th>`)}</tr>
${rows.map(row => html`<tr>${Object.values(row).map(cell => html`<td>${cell}</td>`)}</tr>\n`)}
</table>`;
}
