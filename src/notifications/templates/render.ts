import escapeHtml from 'escape-html';
import { receipt } from './receipt.ts';
import type { Facts, Wording } from './wording.ts';

const templates: Readonly<Record<string, (facts: Facts) => Wording>> = { receipt };

/** @throws an Error for a template that does not exist */
export function render(template: string, facts: Facts): { subject: string; text: string; html: string } {
  const wording = templates[template]?.(facts);
  if (!wording) throw new Error(`There is no mail template ${template}`);
  const { subject, paragraphs } = wording;
  const html = paragraphs.map(paragraph => `<p>${escapeHtml(paragraph).replaceAll('\n', '<br>')}</p>`).join('\n');
  return {
    subject,
    text: `${paragraphs.join('\n\n')}\n`,
    html: `<!doctype html>\n<title>${escapeHtml(subject)}</title>\n${html}\n`,
  };
}
