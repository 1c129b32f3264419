import { z } from 'zod';
import { pageView } from '../../kernel/http/page.ts';
import { organizationRole } from '../organizations.contract.ts';

export const memberView = z
  .strictObject({
    id: z.uuid().describe("the user's"),
    name: z.string().meta({ example: 'Lea Learner' }),
    email: z.email().meta({ example: 'learner@azora.test' }),
    role: organizationRole,
    joinedAt: z.iso.datetime(),
  })
  .meta({ id: 'Member' });

export const memberPageView = pageView(memberView).meta({ id: 'MemberPage' });
