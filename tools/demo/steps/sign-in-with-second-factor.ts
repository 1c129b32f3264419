import type { Authenticator } from '../authenticator.ts';
import { PASSWORD, type Person } from '../person.ts';

export async function signInWithSecondFactor(person: Person, authenticator: Authenticator): Promise<void> {
  const { email } = person;
  const asked = await person.post('/api/auth/login', { email, password: PASSWORD });
  const { ticket } = asked.refused(401, 'second_factor_required');
  const wrong = { ticket, code: '000000' };
  (await person.post('/api/auth/login/mfa', wrong)).refused(401, 'wrong_code');
  (await person.post('/api/auth/login/mfa', { ticket, code: authenticator.code() })).granted();
}
