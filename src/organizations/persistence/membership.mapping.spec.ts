import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Membership } from '../domain/membership.ts';
import { ORGANIZATION_ROLES } from '../domain/permissions.ts';
import { anOrganization } from '../testing/organizations.ts';
import { membershipMapping } from './membership.mapping.ts';
import { organizationMapping } from './organization.mapping.ts';

describe('The mapping of a membership', () => {
  it.each(ORGANIZATION_ROLES)('brings every field of an %s back', async role => {
    const organization = anOrganization();
    const membership = new Membership(newId(), organization.id, newId(), new Date('2026-03-01T12:00:00.123Z'), role);
    const loaded = await stored(membershipMapping, membership, [organizationMapping, organization]);
    expect({ ...loaded }).toEqual({ ...membership });
    expect(loaded).toBeInstanceOf(Membership);
    expect(loaded.role).toBe(role);
  });
});
