import { mayDo, PERMISSIONS, type Permission, ROLES } from './permissions.ts';

const permissions = Object.keys(PERMISSIONS) as Permission[];

describe('The table of permissions', () => {
  it('names only roles that there are', () => {
    for (const permission of permissions) for (const role of PERMISSIONS[permission]) expect(ROLES).toContain(role);
  });

  it('lets an administrator do everything', () => {
    for (const permission of permissions) expect(mayDo(['admin'], permission)).toBe(true);
  });

  it('keeps authorship, finance and the accounts of others from learners', () => {
    const forbidden = permissions.filter(permission => !mayDo(['learner'], permission));
    expect(forbidden).toEqual([
      'courses:author',
      'courses:moderate',
      'courses:import',
      'courses:split',
      'payments:read',
      'payments:refund',
      'earnings:own',
      'payouts:own',
      'payouts:run',
      'finance:read',
      'finance:reconcile',
      'users:read',
      'users:manage',
      'audit:read',
      'signing-keys:rotate',
    ]);
  });

  it('gives nobody without a role anything, nor anybody with a made-up one', () => {
    for (const permission of permissions)
      for (const roles of [[], ['owner'], ['__proto__'], ['Admin']]) expect(mayDo(roles, permission)).toBe(false);
  });

  it('adds up the roles that somebody has', () => {
    expect(mayDo(['learner', 'instructor'], 'courses:author')).toBe(true);
  });
});
