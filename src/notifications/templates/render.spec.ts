import type { Alert } from '../../identity/identity.contract.ts';
import { render } from './render.ts';

const LINK = 'https://learn.example.org/page#token=abc_-';
const FACTS: Record<string, Record<string, string | number>> = {
  'confirm-payment': { name: 'Ada', description: 'Course', amount: 4_999, currency: 'USD', link: LINK },
  'enter-email': { name: 'Ada', oldEmail: 'old@example.org', newEmail: 'new@example.org', link: LINK },
  invitation: { organizationName: 'Analytical Engines', role: 'member', link: LINK },
  'leave-email': { name: 'Ada', oldEmail: 'old@example.org', newEmail: 'new@example.org', link: LINK },
  'payout-failed': { name: 'Ada', amount: 3_499, currency: 'USD', payoutId: 'p1', reason: 'No money.' },
  'payout-paid': { name: 'Ada', amount: 3_499, currency: 'USD', payoutId: 'p1' },
  'prove-human': { link: LINK },
  receipt: {
    name: 'Ada',
    number: '2026-000001',
    description: 'Course',
    amount: 4_999,
    currency: 'USD',
    paymentId: 'p1',
    link: LINK,
  },
  refunded: { name: 'Ada', description: 'Course', amount: 4_999, currency: 'USD', paymentId: 'p1' },
  'reset-password': { name: 'Ada', link: LINK },
  'verify-email': { name: 'Ada', link: LINK },
};
const TEMPLATES = Object.keys(FACTS);

/** A new alert does not compile until it is named here. */
const ALERTS = Object.keys({
  account_erased: 0,
  account_locked: 0,
  account_unlocked: 0,
  api_key_created: 0,
  email_changed: 0,
  identity_linked: 0,
  many_failed_sign_ins: 0,
  new_device: 0,
  password_changed: 0,
  recovery_code_used: 0,
  roles_changed: 0,
  second_factor_disabled: 0,
  second_factor_enabled: 0,
  session_replayed: 0,
} satisfies Record<Alert, 0>);

/** Facts of which every text is what an attacker would write. */
function hostile(template: string): Record<string, string | number> {
  const facts = Object.entries(FACTS[template] ?? {});
  return Object.fromEntries(
    facts.map(([key, value]) => [key, key === 'currency' || key === 'amount' ? value : `<script>"&'${key}`]),
  );
}

describe('A mail', () => {
  it.each(TEMPLATES)('of %s has a subject, and says the same in text and in HTML', template => {
    const { subject, text, html } = render(template, FACTS[template] ?? {});
    expect(subject).toMatch(/^[A-Z][^\n]{5,70}$/);
    expect(html).toContain(`<title>${subject}</title>`);
    const words = html.replaceAll(/<title>.*<\/title>|<!doctype html>|<[^>]*>/g, ' ');
    expect(words.match(/\S+/g)).toEqual(text.match(/\S+/g));
    expect(subject + text).not.toMatch(/undefined|null|NaN|\[object/);
  });

  it.each(TEMPLATES)('of %s runs nothing that somebody has written into a name', template => {
    const { html } = render(template, hostile(template));
    expect(html).not.toMatch(/<(?!\/?(p|title)>|br>|!doctype html>)/);
    expect(html).toContain('&lt;script&gt;&quot;&amp;&#39;');
  });

  it.each(TEMPLATES.filter(template => FACTS[template]?.link))('of %s shows its whole link on a line', template => {
    const { text, html } = render(template, FACTS[template] ?? {});
    expect(text.split('\n')).toContain(LINK);
    expect(html).toContain(`<br>${LINK}`);
  });

  it.each(ALERTS)('of the alert %s tells the news, and what to do about it', alert => {
    const { subject, text } = render('alert', { name: 'Ada', alert });
    expect(subject).toMatch(/^[A-Z].{15,90}[^.]$/);
    expect(text).toBe(
      `Hello Ada,\n\n${subject}.\n\nIf that was you, there is nothing to do. If it was not, set a new password and tell the support of the platform.\n`,
    );
  });

  it('tells each alert in words of its own', () => {
    const subjects = ALERTS.map(alert => render('alert', { name: 'Ada', alert }).subject);
    expect(new Set(subjects).size).toBe(ALERTS.length);
  });

  it('greets also whoever has no name any more', () => {
    expect(render('alert', { name: '', alert: 'account_erased' }).text).toMatch(/^Hello,\n/);
  });

  it('is of a template that there is', () => {
    expect(() => render('love-letter', {})).toThrow('There is no mail template love-letter');
  });
});
