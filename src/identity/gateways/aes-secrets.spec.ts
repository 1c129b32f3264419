import fc from 'fast-check';
import type { Environment } from '../../config/environment.ts';
import { AesSecrets } from './aes-secrets.ts';

const [FORMER, PRESENT] = ['a former secret that is long enough 1', 'a present secret that is long enough 2'];

function under(secret: string): AesSecrets {
  return new AesSecrets({ ENCRYPTION_SECRET: secret } as Environment);
}

describe('A secret at rest', () => {
  const secrets = under(PRESENT);

  it('opens to what was sealed', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), plain => {
        expect(secrets.open(secrets.seal(plain, 'ticket'), 'ticket')).toBe(plain);
      }),
    );
  });

  it('looks different each time, and shows nothing of itself', () => {
    const [one, other] = [secrets.seal('plain text', 'ticket'), secrets.seal('plain text', 'ticket')];
    expect(one).not.toBe(other);
    expect(Buffer.from(one, 'base64url').toString('latin1')).not.toContain('plain');
  });

  it('opens for no other purpose, and under no other secret', () => {
    const sealed = secrets.seal('plain text', 'ticket');
    expect(() => secrets.open(sealed, 'authenticator')).toThrow('This was not sealed here');
    expect(() => under(FORMER).open(sealed, 'ticket')).toThrow('This was not sealed here');
  });

  it('opens no more once a bit of it was changed', () => {
    const bytes = Buffer.from(secrets.seal('plain text', 'ticket'), 'base64url');
    for (let index = 0; index < bytes.length; index++) {
      const changed = Buffer.from(bytes);
      changed.writeUInt8(changed.readUInt8(index) ^ 1, index);
      expect(() => secrets.open(changed.toString('base64url'), 'ticket')).toThrow('This was not sealed here');
    }
  });

  it.each(['', 'x', 'A'.repeat(37), '🔑', 'not base64 at all'])('is not %j', text => {
    expect(() => secrets.open(text, 'ticket')).toThrow('This was not sealed here');
  });

  it('opens while its secret is rotated, and is sealed under the new one', () => {
    const rotating = under(`${PRESENT},${FORMER}`);
    expect(rotating.open(under(FORMER).seal('plain text', 'ticket'), 'ticket')).toBe('plain text');
    expect(under(PRESENT).open(rotating.seal('plain text', 'ticket'), 'ticket')).toBe('plain text');
  });
});
