import { newId } from '../../kernel/domain/ids.ts';
import { OrganizationCreated } from '../organizations.contract.ts';
import { anOrganization, NOON } from '../testing/organizations.ts';
import { MOST_CREATED, MOST_INVITATIONS, Organization } from './organization.ts';

describe('An organization', () => {
  it('says that it was created, and by whom', () => {
    const [id, creatorId] = [newId(), newId()];
    const organization = Organization.create(id, 'Analytical Engines', creatorId, 0, NOON);
    expect(organization.pullEvents()).toEqual([new OrganizationCreated(id, 'Analytical Engines', creatorId)]);
  });

  it('is the twentieth of its creator at most', () => {
    const create = (before: number) => () => Organization.create(newId(), 'One more', newId(), before, NOON);
    expect(create(MOST_CREATED - 1)).not.toThrow();
    expect(create(MOST_CREATED)).toThrow(expect.objectContaining({ code: 'too_many_organizations' }));
  });

  it('has a hundred open invitations at most', () => {
    const organization = anOrganization();
    expect(() => organization.assertMayInviteBeside(MOST_INVITATIONS - 1)).not.toThrow();
    expect(() => organization.assertMayInviteBeside(MOST_INVITATIONS)).toThrow(
      expect.objectContaining({ code: 'too_many_invitations' }),
    );
  });

  it('can be renamed, which is nobody else’s business', () => {
    const organization = anOrganization();
    organization.rename('Difference Engines');
    expect(organization.name).toBe('Difference Engines');
    expect(organization.pullEvents()).toEqual([]);
  });
});
