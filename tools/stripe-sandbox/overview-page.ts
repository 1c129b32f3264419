import { type Html, html, page } from './html.ts';
import type { Kind, Store } from './store.ts';

const LATEST = 20;
const counted: Kind[] = ['customer', 'payment_method', 'payment_intent', 'charge', 'refund', 'dispute', 'event'];

export function overviewPage(store: Store): string {
  const payments = latest(store, 'payment_intent');
  const events = latest(store, 'event');
  const deliveries = latest(store, 'delivery');
  return page(
    'Stripe sandbox',
    html`
${table(
  'Objects',
  ['Kind', 'Count'],
  counted.map(kind => [kind, store.all(kind).length]),
)}
${table(
  'Latest payments',
  ['Id', 'Amount', 'Status', 'Customer'],
  payments.map(({ id, amount, currency, status, customer }) => [
    id,
    `${amount} ${currency}`,
    status,
    String(customer ?? ''),
  ]),
)}
${table(
  'Latest events',
  ['Id', 'Type', 'Created'],
  events.map(({ id, type, created }) => [id, type, new Date(created * 1000).toISOString()]),
)}
${table(
  'Latest deliveries',
  ['Event', 'State', 'Attempts', 'Last answer'],
  deliveries.map(({ event, state, attempts, last_answer }) => [event, state, attempts, last_answer ?? '']),
)}`,
  );
}

function latest<K extends Kind>(store: Store, kind: K) {
  return store.all(kind).slice(-LATEST).reverse();
}

function table(title: string, heads: string[], rows: (string | number)[][]): Html {
  return html`<h2>${title}</h2>
<table>
<tr>${heads.map(head => html`<th>${head}</th>`)}</tr>
${rows.map(row => html`<tr>${row.map(cell => html`<td>${cell}</td>`)}</tr>\n`)}
</table>`;
}
