import type { Person } from '../person.ts';

/** @returns the id of the organization */
export async function foundOrganization(founder: Person, name: string, { email }: Person): Promise<string> {
  const { id } = (await founder.post<{ id: string }>('/api/organizations', { name })).granted();
  (await founder.post(`/api/organizations/${id}/invitations`, { email, role: 'member' })).granted();
  return id;
}
