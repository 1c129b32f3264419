import escapeHtml from 'escape-html';
import { HtmlPage } from '../../kernel/printing/html-page.ts';
import type { ReceiptView } from '../queries/receipt.view.ts';
import { textOf } from './receipt-text.ts';

const PAGE = new HtmlPage(`
body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; color: #111; background: #fff }
table { width: 100%; border-collapse: collapse; margin-top: 2rem }
th { text-align: start; font-weight: normal; color: #555; padding-inline-end: 2rem; white-space: nowrap; vertical-align: top }
td { overflow-wrap: anywhere }
td + td, th + td.amount { text-align: end; white-space: nowrap; vertical-align: top }
tfoot * { border-top: 1px solid #999; font-weight: bold; color: inherit }
`);

export const RECEIPT_CSP = PAGE.contentSecurityPolicy;

/** A receipt as a page. Fonts and the direction of writing are the browser's matter, so every language is right. */
export function receiptHtml(receipt: ReceiptView): string {
  const { title, facts, lines, total } = textOf(receipt);
  return PAGE.show(
    title,
    `<h1>${escapeHtml(title)}</h1>
<table>
${facts.map(({ term, text }) => `<tr><th scope="row">${term}</th><td><bdi>${escapeHtml(text)}</bdi></td></tr>`).join('\n')}
</table>
<table>
<tbody>
${lines.map(({ description, amount }) => `<tr><td><bdi>${escapeHtml(description)}</bdi></td><td>${amount}</td></tr>`).join('\n')}
</tbody>
<tfoot><tr><th scope="row">Total</th><td class="amount">${total}</td></tr></tfoot>
</table>`,
  );
}
