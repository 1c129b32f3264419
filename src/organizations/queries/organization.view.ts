import { z } from 'zod';
import { pageView } from '../../kernel/http/page.ts';
import { organizationRole } from '../organizations.contract.ts';

export const organizationView = z
  .strictObject({
    id: z.uuid(),
    name: z.string().meta({ example: 'Analytical Engines Ltd.' }),
    role: organizationRole.describe('yours'),
    createdAt: z.iso.datetime(),
  })
  .meta({ id: 'Organization' });

export type OrganizationView = z.infer<typeof organizationView>;

export const organizationPageView = pageView(organizationView).meta({ id: 'OrganizationPage' });
