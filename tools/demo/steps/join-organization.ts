import { expectSame } from '../expect-same.ts';
import type { Inbox } from '../inbox.ts';
import { mailedToken } from '../mailed-token.ts';
import type { Person } from '../person.ts';

interface Member {
  readonly id: string;
  readonly role: string;
}

export async function joinOrganization(person: Person, organizationId: string, inbox: Inbox): Promise<void> {
  const token = await mailedToken(inbox, person, '/join-organization');
  (await person.post('/api/invitations/accept', { token })).granted();
  const { items } = (await person.get<{ items: Member[] }>(`/api/organizations/${organizationId}/members`)).granted();
  expectSame('what she is there', items.find(({ id }) => id === person.id)?.role, 'member');
}
