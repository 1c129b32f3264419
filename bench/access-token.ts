import { createHmac } from 'node:crypto';

/** An access token as the product issues it after a login, but one that outlives the run. */
export function accessToken(secret: string, userId: string, role: string): string {
  const now = Math.floor(Date.now() / 1000);
  const claims = {
    sub: userId,
    roles: [role],
    typ: 'access',
    iss: 'azora',
    aud: 'azora-api',
    iat: now,
    exp: now + 86_400,
  };
  const signed = [{ alg: 'HS256', typ: 'JWT' }, claims].map(encoded).join('.');
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`;
}

function encoded(part: object): string {
  return Buffer.from(JSON.stringify(part)).toString('base64url');
}
