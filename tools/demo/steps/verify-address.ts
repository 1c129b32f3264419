import { expectSame } from '../expect-same.ts';
import type { Inbox } from '../inbox.ts';
import { mailedToken } from '../mailed-token.ts';
import type { Person } from '../person.ts';

export async function verifyAddress(person: Person, inbox: Inbox): Promise<void> {
  const token = await mailedToken(inbox, person, '/verify-email');
  const answer = await person.post('/api/auth/verify-email', { token });
  // The answer to a first attempt got lost.
  if (!answer.isRefusedAs('link_invalid')) answer.granted();
  const { emailVerified } = (await person.get<{ emailVerified: boolean }>('/api/me')).granted();
  expectSame('whether the address is verified', emailVerified, true);
}
