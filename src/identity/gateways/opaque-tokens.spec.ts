import { hashOf, newToken, openUnder, sealUnder } from './opaque-tokens.ts';

describe('An opaque token', () => {
  it('is 256 random bits', () => {
    const tokens = Array.from({ length: 1_000 }, newToken);
    for (const token of tokens) expect(Buffer.from(token, 'base64url')).toHaveLength(32);
    expect(new Set(tokens).size).toBe(1_000);
  });

  it('is not in its hash', () => {
    const token = newToken();
    expect(hashOf(token)).toHaveLength(32);
    expect(hashOf(token).equals(Buffer.from(token, 'base64url'))).toBe(false);
    expect(hashOf(token)).toEqual(hashOf(token));
  });

  it('can be read by whoever holds the former one, and by nobody else', () => {
    const [former, next] = [newToken(), newToken()];
    const sealed = sealUnder(former, next);
    expect(openUnder(former, sealed)).toBe(next);
    expect(() => openUnder(newToken(), sealed)).toThrow('sealed under another');
    expect(() => openUnder(hashOf(former).toString('base64url'), sealed)).toThrow('sealed under another');
  });
});
