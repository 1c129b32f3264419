import type { Facts, Wording } from './wording.ts';

export function enterEmail({ name, oldEmail, link }: Facts): Wording {
  return {
    subject: 'Confirm your new address',
    paragraphs: [
      `Hello ${name},`,
      `your account is to move here from ${oldEmail}. Follow this link within a day to confirm this address:\n${link}`,
      'It changes when the link in the mail to the old address has been followed too.',
    ],
  };
}
