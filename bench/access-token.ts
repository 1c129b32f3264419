import type { Stage } from './stage.ts';

/** Every account of the bench has it. */
export const PASSWORD = 'a password of the bench';

/** An access token, got the way that everybody gets one. */
export async function accessToken({ product }: Stage, userId: string): Promise<string> {
  const answer = await fetch(`${product}/api/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: `${userId}@azora.test`, password: PASSWORD }),
  });
  if (!answer.ok) throw new Error(await answer.text());
  return ((await answer.json()) as { accessToken: string }).accessToken;
}
