import type { Azora } from '../../../test/support/azora.ts';
import { aLearner, type Person, verified } from '../../../test/support/people.ts';
import { LinkTokens } from '../../identity/link-tokens.contract.ts';
import type { OrganizationRole } from '../domain/permissions.ts';

export interface StoredOrganization {
  readonly id: string;
  /** Its address. */
  readonly path: string;
  readonly owner: Person;
}

export async function aStoredOrganization(azora: Azora, name = 'Analytical Engines'): Promise<StoredOrganization> {
  const owner = await verified(azora, await aLearner(azora));
  const { body } = await owner.api.post('/api/organizations', { name });
  return { id: body.id, path: `/api/organizations/${body.id}`, owner };
}

/** The token of the link in an invitation's mail. */
export function tokenOf(azora: Azora, invitationId: string): string {
  return azora.app.get(LinkTokens, { strict: false }).tokenFor('join-organization', invitationId);
}

/** Somebody who was invited and has accepted. */
export async function aStoredMember(
  azora: Azora,
  { owner, path }: StoredOrganization,
  role: OrganizationRole = 'member',
): Promise<Person> {
  const person = await verified(azora, await aLearner(azora));
  await verified(azora, owner);
  const { body: invitation } = await owner.api.post(`${path}/invitations`, { email: person.email, role });
  await person.api.post('/api/invitations/accept', { token: tokenOf(azora, invitation.id) });
  return person;
}
