import {
  assertMay,
  ORGANIZATION_PERMISSIONS,
  ORGANIZATION_ROLES,
  type OrganizationPermission,
  type OrganizationRole,
} from './permissions.ts';

const permissions = Object.keys(ORGANIZATION_PERMISSIONS) as OrganizationPermission[];

function allowed(role: OrganizationRole | undefined): OrganizationPermission[] {
  return permissions.filter(permission => {
    try {
      assertMay(role, permission);
      return true;
    } catch {
      return false;
    }
  });
}

describe('Within an organization', () => {
  it('an owner may do everything', () => {
    expect(allowed('owner')).toEqual(permissions);
  });

  it('an admin invites admins and members and removes members, and leaves owners alone', () => {
    expect(allowed('admin')).toEqual([
      'organization:read',
      'members:read',
      'remove:member',
      'invitations:read',
      'invite:member',
      'invite:admin',
    ]);
  });

  it('a member reads', () => {
    expect(allowed('member')).toEqual(['organization:read', 'members:read']);
  });

  it('somebody outside does not learn that there is one', () => {
    for (const permission of permissions)
      expect(() => assertMay(undefined, permission)).toThrow(
        expect.objectContaining({ code: 'organization_not_found' }),
      );
  });

  it('a role that there is not may nothing', () => {
    for (const role of ['learner', 'Owner', '__proto__']) expect(allowed(role as OrganizationRole)).toEqual([]);
  });

  it('every role can be invited and removed by somebody', () => {
    for (const role of ORGANIZATION_ROLES)
      expect(permissions).toEqual(expect.arrayContaining([`invite:${role}`, `remove:${role}`]));
  });
});
