export const ROLES = ['learner', 'instructor', 'support', 'admin'] as const;
export type Role = (typeof ROLES)[number];

/** Who may do what. A route names one permission; a permission that is not here can't be named. */
export const PERMISSIONS = {
  'courses:author': ['instructor', 'admin'],
  'courses:buy': ['learner', 'instructor', 'support', 'admin'],
  'courses:learn': ['learner', 'instructor', 'support', 'admin'],
  'payments:own': ['learner', 'instructor', 'support', 'admin'],
  'finance:read': ['admin'],
  'tokens:own': ['learner', 'instructor', 'support', 'admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export function mayDo(roles: readonly string[], permission: Permission): boolean {
  return PERMISSIONS[permission].some(role => roles.includes(role));
}
