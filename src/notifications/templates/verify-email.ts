import type { Facts, Wording } from './wording.ts';

export function verifyEmail({ name, link }: Facts): Wording {
  return {
    subject: 'Verify your address',
    paragraphs: [
      `Hello ${name},`,
      `follow this link within an hour to show that this address is yours:\n${link}`,
      'If you have not opened an account, ignore this mail.',
    ],
  };
}
