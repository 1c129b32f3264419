import type { Role } from '../domain/permissions.ts';
import type { AccountView } from '../identity.contract.ts';

export interface AccountRow {
  id: string;
  email: string;
  name: string;
  roles: Role[];
  email_verified_at: Date | null;
}

export const accountColumns = 'id, email, name, roles, email_verified_at';

export function accountOf({ id, email, name, roles, email_verified_at }: AccountRow): AccountView {
  return { id, email, name, roles, emailVerified: email_verified_at !== null };
}
