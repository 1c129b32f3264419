import { createHash, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Secret, TOTP } from 'otpauth';
import { OneTimeCodes } from '../domain/one-time-codes.ts';

/** What every authenticator app understands (RFC 6238). */
const SHAPE = { issuer: 'Azora', algorithm: 'SHA1', digits: 6, period: 30 } as const;
const SECRET_BYTES = 20;
const CODE = /^\d{6}$/;
const DRIFT_STEPS = 1;
const RECOVERY_CODES = 10;
/** 112 bits, so that no slow hash is needed (ASVS 5.0, 6.5.2). */
const RECOVERY_BYTES = 14;

@Injectable()
export class TotpCodes extends OneTimeCodes {
  override newSecret(): string {
    return new Secret({ size: SECRET_BYTES }).base32;
  }

  override address(secret: string, account: string): string {
    return new TOTP({ ...SHAPE, label: account, secret: Secret.fromBase32(secret) }).toString();
  }

  override stepOf(code: string, secret: string, now: Date): number | undefined {
    // The package fails on other signs that are as many and longer in bytes.
    if (!CODE.test(code)) return undefined;
    const totp = new TOTP({ ...SHAPE, secret: Secret.fromBase32(secret) });
    const timestamp = now.getTime();
    const delta = totp.validate({ token: code, timestamp, window: DRIFT_STEPS });
    return delta === null ? undefined : totp.counter({ timestamp }) + delta;
  }

  override newRecoveryCodes(): string[] {
    return Array.from({ length: RECOVERY_CODES }, () =>
      randomBytes(RECOVERY_BYTES)
        .toString('hex')
        .replace(/(.{7})(?=.)/g, '$1-'),
    );
  }

  override recoveryHash(code: string): string {
    return createHash('sha256').update(code.toLowerCase().replaceAll(/[\s-]/g, '')).digest('hex');
  }
}
