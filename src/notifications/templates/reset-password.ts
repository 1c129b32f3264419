import type { Facts, Wording } from './wording.ts';

export function resetPassword({ name, link }: Facts): Wording {
  return {
    subject: 'Set a new password',
    paragraphs: [
      `Hello ${name},`,
      `follow this link within an hour to set a new password:\n${link}`,
      'It ends every session of your account. If you have not asked for it, ignore this mail: nothing changes.',
    ],
  };
}
