import type { AzoraApi } from '../azora-api.ts';
import { Person } from '../person.ts';

/** His sessions stay ended: he has to sign in. */
export async function letInAgain(admin: Person, api: AzoraApi, { id, email }: Person): Promise<Person> {
  (await admin.put(`/api/admin/users/${id}/unlock`)).granted();
  return Person.signingIn(api, email);
}
