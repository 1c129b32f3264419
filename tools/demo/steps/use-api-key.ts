import { PASSWORD, type Person } from '../person.ts';

export async function useApiKey(person: Person): Promise<void> {
  const wish = { name: 'Bookkeeping', scopes: ['payments:own'], password: PASSWORD };
  const { key } = (await person.post<{ key: string }>('/api/api-keys', wish)).granted();
  const program = person.by(key);
  (await program.get('/api/payments/history')).granted();
  (await program.get('/api/courses/mine')).refused(403, 'forbidden');
}
