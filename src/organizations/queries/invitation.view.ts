import { z } from 'zod';
import { pageView } from '../../kernel/http/page.ts';
import { organizationRole } from '../organizations.contract.ts';

export const invitationView = z
  .strictObject({
    id: z.uuid(),
    email: z.email().meta({ example: 'ada@example.org' }),
    role: organizationRole,
    invitedBy: z.uuid(),
    invitedAt: z.iso.datetime(),
    expiresAt: z.iso.datetime().describe('a week after it was mailed last'),
  })
  .meta({ id: 'Invitation' });

export const invitationPageView = pageView(invitationView).meta({ id: 'InvitationPage' });
