import type { Facts, Wording } from './wording.ts';

export function leaveEmail({ name, newEmail, link }: Facts): Wording {
  return {
    subject: 'Your address is about to change',
    paragraphs: [
      `Hello ${name},`,
      `your account is to move to ${newEmail}. Follow this link within a day to agree:\n${link}`,
      'If you have not asked for it, change your password: somebody knows it.',
    ],
  };
}
