import escapeHtml from 'escape-html';
import { HtmlPage } from '../../kernel/printing/html-page.ts';
import type { CertificateView } from '../queries/certificate.view.ts';
import { textOf } from './certificate-text.ts';
import { qrCodeOf } from './qr-code.ts';

const PAGE = new HtmlPage(`
body { font: 16px/1.5 system-ui, sans-serif; max-width: 40rem; margin: 3rem auto; padding: 0 1rem; color: #111; background: #fff }
h1 { font-size: 2.5rem; line-height: 1.2; overflow-wrap: anywhere }
h2 { overflow-wrap: anywhere }
th { text-align: start; font-weight: normal; color: #555; padding-inline-end: 2rem; white-space: nowrap; vertical-align: top }
td { overflow-wrap: anywhere }
svg { width: 10rem; margin-top: 2rem }
.revoked { color: #b00; font-weight: bold }
`);

export const CERTIFICATE_CSP = PAGE.contentSecurityPolicy;

/** A certificate as a page, for its owner and for whoever verifies it. */
export function certificateHtml(certificate: CertificateView): string {
  const { heading, revocation, name, title, facts } = textOf(certificate);
  return PAGE.show(
    `${heading}: ${title}`,
    `<p>${heading}</p>
${revocation ? `<p class="revoked">${revocation}</p>` : ''}
<h1><bdi>${escapeHtml(name)}</bdi></h1>
<p>has completed the course</p>
<h2><bdi>${escapeHtml(title)}</bdi></h2>
<table>
${facts.map(({ term, text }) => `<tr><th scope="row">${term}</th><td><bdi>${escapeHtml(text)}</bdi></td></tr>`).join('\n')}
</table>
${svgOf(certificate.url)}`,
  );
}

/** With the margin of four squares that cameras need. */
function svgOf(url: string): string {
  const rows = qrCodeOf(url);
  const squares = rows.flatMap((row, y) => row.flatMap((black, x) => (black ? [`M${x} ${y}h1v1h-1z`] : [])));
  const size = rows.length + 8;
  return `<svg viewBox="-4 -4 ${size} ${size}" role="img" aria-label="QR code of the address"><path d="${squares.join('')}"/></svg>`;
}
