import type { Facts, Wording } from './wording.ts';

export function invitation({ organizationName, role, link }: Facts): Wording {
  return {
    subject: `Join ${organizationName}`,
    paragraphs: [
      'Hello,',
      `${organizationName} would like to have you as ${role}. Sign in with this address and follow this link within a week:\n${link}`,
      'If you do not know them, ignore this mail.',
    ],
  };
}
