import { Secret, TOTP } from 'otpauth';

const STEP_MS = 30_000;

/** An authenticator app. A code counts once, so whoever asks twice within a step gets the next one. */
export class Authenticator {
  private readonly totp: TOTP;
  private lastStep = 0;

  constructor(secret: string) {
    this.totp = new TOTP({ secret: Secret.fromBase32(secret) });
  }

  code(): string {
    this.lastStep = Math.max(Math.floor(Date.now() / STEP_MS), this.lastStep + 1);
    return this.totp.generate({ timestamp: this.lastStep * STEP_MS });
  }
}
