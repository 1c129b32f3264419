import type { Person } from '../person.ts';

export async function lockOut(admin: Person, person: Person): Promise<void> {
  (await admin.put(`/api/admin/users/${person.id}/lock`)).granted();
  (await person.get('/api/me')).refused(401, 'unauthenticated');
}
