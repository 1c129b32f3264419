import type { Facts, Wording } from './wording.ts';

export function proveHuman({ link }: Facts): Wording {
  return {
    subject: 'Confirm that it is you',
    paragraphs: [
      'Hello,',
      `somebody is signing in or signing up with this address. If it is you, follow this link within an hour:\n${link}`,
      'If it is not, ignore this mail.',
    ],
  };
}
