import { Secret, TOTP, URI } from 'otpauth';
import { TotpCodes } from './totp-codes.ts';

const NOON = new Date('2026-03-01T12:00:00.000Z');
const STEP = NOON.getTime() / 30_000;
const codes = new TotpCodes();

/** What an app shows so many seconds after noon. */
function shown(secret: string, seconds = 0): string {
  return new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: NOON.getTime() + seconds * 1_000 });
}

describe('Codes of an authenticator', () => {
  const secret = codes.newSecret();

  it('are those of RFC 6238', () => {
    const ofTheStandard = Secret.fromUTF8('12345678901234567890').base32;
    expect(codes.stepOf('287082', ofTheStandard, new Date(59_000))).toBe(1);
    expect(codes.stepOf('005924', ofTheStandard, new Date(1_234_567_890_000))).toBe(41_152_263);
  });

  it.each([
    [-30, STEP - 1],
    [0, STEP],
    [29, STEP],
    [30, STEP + 1],
  ])('may be %i seconds off and tell their step', (seconds, step) => {
    expect(codes.stepOf(shown(secret, seconds), secret, NOON)).toBe(step);
  });

  it.each([-31, 60])('are wrong when they are %i seconds off', seconds => {
    expect(codes.stepOf(shown(secret, seconds), secret, NOON)).toBeUndefined();
  });

  it('are wrong for another secret', () => {
    expect(codes.stepOf(shown(codes.newSecret()), secret, NOON)).toBeUndefined();
  });

  it.each(['', '12345', '1234567', 'abcdef', '１２３４５６', '🔑🔑🔑', '-12345', '1e5000'])('are not %j', code => {
    expect(codes.stepOf(code, secret, NOON)).toBeUndefined();
  });

  it('come from secrets of 160 bits, none like another', () => {
    const secrets = Array.from({ length: 100 }, () => codes.newSecret());
    for (const one of secrets) expect(Secret.fromBase32(one).bytes).toHaveLength(20);
    expect(new Set(secrets).size).toBe(100);
  });

  it('are shown by an app that has read the address', () => {
    const app = URI.parse(codes.address(secret, 'ada+1@example.org')) as TOTP;
    expect([app.issuer, app.label]).toEqual(['Azora', 'ada+1@example.org']);
    expect(codes.stepOf(app.generate({ timestamp: NOON.getTime() }), secret, NOON)).toBe(STEP);
  });
});

describe('Recovery codes', () => {
  it('are ten of 112 random bits', () => {
    const some = codes.newRecoveryCodes();
    expect(some).toHaveLength(10);
    expect(new Set(some).size).toBe(10);
    for (const code of some) expect(code).toMatch(/^([\da-f]{7}-){3}[\da-f]{7}$/);
  });

  it('may be typed with or without dashes, in either case', () => {
    const hash = codes.recoveryHash('0f3a9-7c21d-88be4-51aa0');
    for (const typed of ['0F3A9-7C21D-88BE4-51AA0', '0f3a97c21d88be451aa0', '0f3a9 7c21d 88be4 51aa0'])
      expect(codes.recoveryHash(typed)).toBe(hash);
    expect(codes.recoveryHash('0f3a9-7c21d-88be4-51aa1')).not.toBe(hash);
  });
});
