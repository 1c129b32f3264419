import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { Invitation } from '../domain/invitation.ts';
import { anInvitation, anOrganization, NOON } from '../testing/organizations.ts';
import { invitationMapping } from './invitation.mapping.ts';
import { organizationMapping } from './organization.mapping.ts';

const [LATER, LATEST] = [new Date('2026-03-02T00:00:00.001Z'), new Date('2026-03-08T12:00:00.000Z')];

describe('The mapping of an invitation', () => {
  it.each([
    ['accepted', LATER, null],
    ['revoked', null, LATER],
  ])('brings every field of one that was %s back', async (_, acceptedAt, revokedAt) => {
    const organization = anOrganization();
    const invitation = new Invitation(
      newId(),
      organization.id,
      'ada@example.org',
      newId(),
      'owner',
      newId(),
      NOON,
      LATEST,
      acceptedAt,
      revokedAt,
    );
    const loaded = await stored(invitationMapping, invitation, [organizationMapping, organization]);
    expect({ ...loaded }).toEqual({ ...invitation });
    expect(loaded).toBeInstanceOf(Invitation);
  });

  it('leaves one that stands without an end, and without an account where there is none', async () => {
    const organization = anOrganization();
    const invitation = anInvitation(organization);
    const loaded = await stored(invitationMapping, invitation, [organizationMapping, organization]);
    expect({ ...loaded }).toEqual({ ...invitation });
    expect(loaded).toMatchObject({ _inviteeId: null, _acceptedAt: null, _revokedAt: null });
  });
});
