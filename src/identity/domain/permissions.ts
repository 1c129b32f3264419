export const ROLES = ['learner', 'instructor', 'support', 'admin'] as const;
export type Role = (typeof ROLES)[number];

const EVERYBODY = ['learner', 'instructor', 'support', 'admin'] as const;

/** Who may do what. A route names one permission; a permission that is not here can't be named. */
export const PERMISSIONS = {
  'courses:author': ['instructor', 'admin'],
  'courses:moderate': ['support', 'admin'],
  'courses:import': ['admin'],
  'courses:split': ['admin'],
  'courses:buy': EVERYBODY,
  'courses:learn': EVERYBODY,
  'payments:own': EVERYBODY,
  'payments:read': ['support', 'admin'],
  'payments:refund': ['support', 'admin'],
  'earnings:own': ['instructor', 'admin'],
  'payouts:own': ['instructor', 'admin'],
  'payouts:run': ['admin'],
  'finance:read': ['admin'],
  'finance:reconcile': ['admin'],
  'tokens:own': EVERYBODY,
  'account:read': EVERYBODY,
  'account:manage': EVERYBODY,
  'organizations:own': EVERYBODY,
  'users:read': ['support', 'admin'],
  'users:manage': ['admin'],
  'audit:read': ['admin'],
  'signing-keys:rotate': ['admin'],
} as const satisfies Record<string, readonly Role[]>;

export type Permission = keyof typeof PERMISSIONS;

export function mayDo(roles: readonly string[], permission: Permission): boolean {
  return PERMISSIONS[permission].some(role => roles.includes(role));
}
