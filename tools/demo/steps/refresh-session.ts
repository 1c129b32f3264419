import type { Person } from '../person.ts';

export async function refreshSession(person: Person): Promise<void> {
  await person.refresh();
  (await person.get('/api/me')).granted();
}
