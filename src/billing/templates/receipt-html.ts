import { hash } from 'node:crypto';
import escapeHtml from 'escape-html';
import type { ReceiptView } from '../queries/receipt.view.ts';
import { textOf } from './receipt-text.ts';

const STYLE = `
body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; color: #111; background: #fff }
table { width: 100%; border-collapse: collapse; margin-top: 2rem }
th { text-align: start; font-weight: normal; color: #555; padding-inline-end: 2rem; white-space: nowrap; vertical-align: top }
td { overflow-wrap: anywhere }
td + td, th + td.amount { text-align: end; white-space: nowrap; vertical-align: top }
tfoot * { border-top: 1px solid #999; font-weight: bold; color: inherit }
`;

/** Lets in the style of a receipt, and nothing else: no script, no image, no frame. */
export const RECEIPT_CSP = `default-src 'none'; style-src 'sha256-${hash('sha256', STYLE, 'base64')}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`;

/** A receipt as a page. Fonts and the direction of writing are the browser's matter, so every language is right. */
export function receiptHtml(receipt: ReceiptView): string {
  const { title, facts, lines, total } = textOf(receipt);
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>${escapeHtml(title)}</title>
<style>${STYLE}</style>
</head>
<body>
<h1>${escapeHtml(title)}</h1>
<table>
${facts.map(({ term, text }) => `<tr><th scope="row">${term}</th><td><bdi>${escapeHtml(text)}</bdi></td></tr>`).join('\n')}
</table>
<table>
<tbody>
${lines.map(({ description, amount }) => `<tr><td><bdi>${escapeHtml(description)}</bdi></td><td>${amount}</td></tr>`).join('\n')}
</tbody>
<tfoot><tr><th scope="row">Total</th><td class="amount">${total}</td></tr></tfoot>
</table>
</body>
</html>
`;
}
