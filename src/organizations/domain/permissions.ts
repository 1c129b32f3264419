import { NotAllowedInOrganization, OrganizationNotFound } from './organization.errors.ts';

export const ORGANIZATION_ROLES = ['owner', 'admin', 'member'] as const;
export type OrganizationRole = (typeof ORGANIZATION_ROLES)[number];

const EVERYBODY = ['owner', 'admin', 'member'] as const;
const ADMINS = ['owner', 'admin'] as const;
const OWNERS = ['owner'] as const;

/** Who may do what within an organization. `invite:admin` is to invite, or stop inviting, somebody as an admin. */
export const ORGANIZATION_PERMISSIONS = {
  'organization:read': EVERYBODY,
  'organization:rename': OWNERS,
  'members:read': EVERYBODY,
  'roles:change': OWNERS,
  'remove:member': ADMINS,
  'remove:admin': OWNERS,
  'remove:owner': OWNERS,
  'invitations:read': ADMINS,
  'invite:member': ADMINS,
  'invite:admin': ADMINS,
  'invite:owner': OWNERS,
} as const satisfies Record<string, readonly OrganizationRole[]>;

export type OrganizationPermission = keyof typeof ORGANIZATION_PERMISSIONS;

/**
 * @param role undefined for somebody outside, to whom the organization does not exist
 * @throws OrganizationNotFound, NotAllowedInOrganization
 */
export function assertMay(role: OrganizationRole | undefined, permission: OrganizationPermission): void {
  if (!role) throw new OrganizationNotFound();
  if (!may(role, permission)) throw new NotAllowedInOrganization();
}

/** @param role undefined for somebody outside, who may nothing */
export function may(role: OrganizationRole | undefined, permission: OrganizationPermission): boolean {
  return ORGANIZATION_PERMISSIONS[permission].some(allowed => allowed === role);
}
