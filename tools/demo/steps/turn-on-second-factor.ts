import { Authenticator } from '../authenticator.ts';
import { PASSWORD, type Person } from '../person.ts';

export async function turnOnSecondFactor(person: Person): Promise<Authenticator> {
  const { secret } = (await person.post<{ secret: string }>('/api/auth/mfa/enroll', { password: PASSWORD })).granted();
  const authenticator = new Authenticator(secret);
  const answer = await person.post('/api/auth/mfa/verify', { code: authenticator.code() });
  // The answer to a first attempt got lost.
  if (!answer.isRefusedAs('second_factor_enabled')) answer.granted();
  return authenticator;
}
