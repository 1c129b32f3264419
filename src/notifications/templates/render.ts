import escapeHtml from 'escape-html';
import { alert } from './alert.ts';
import { confirmPayment } from './confirm-payment.ts';
import { enterEmail } from './enter-email.ts';
import { invitation } from './invitation.ts';
import { leaveEmail } from './leave-email.ts';
import { payoutFailed } from './payout-failed.ts';
import { payoutPaid } from './payout-paid.ts';
import { proveHuman } from './prove-human.ts';
import { receipt } from './receipt.ts';
import { refunded } from './refunded.ts';
import { resetPassword } from './reset-password.ts';
import { verifyEmail } from './verify-email.ts';
import type { Facts, Wording } from './wording.ts';

const templates: Readonly<Record<string, (facts: Facts) => Wording>> = {
  alert,
  'confirm-payment': confirmPayment,
  'enter-email': enterEmail,
  invitation,
  'leave-email': leaveEmail,
  'payout-failed': payoutFailed,
  'payout-paid': payoutPaid,
  'prove-human': proveHuman,
  receipt,
  refunded,
  'reset-password': resetPassword,
  'verify-email': verifyEmail,
};

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
