import { Secret, TOTP } from 'otpauth';
import type { Person } from './people.ts';

const STEP_MS = 30_000;

/** A person's authenticator app. A code counts once, so whoever asks twice within a step gets the next one. */
export class Authenticator {
  private lastStep = 0;

  private constructor(
    readonly secret: string,
    private codes: string[] = [],
  ) {}

  /** For the day it is lost. */
  get recoveryCodes(): readonly string[] {
    return this.codes;
  }

  /** Turned on for the person's account. @param password of an account that has one */
  static async of({ api }: Pick<Person, 'api'>, now: Date, password?: string): Promise<Authenticator> {
    const { body } = await api.post('/api/auth/mfa/enroll', { password });
    const app = new Authenticator(body.secret);
    const { status, body: confirmed } = await api.post('/api/auth/mfa/verify', { code: app.code(now) });
    if (status !== 200) throw new Error(`The first code was answered with ${status}`);
    app.codes = confirmed.recoveryCodes;
    return app;
  }

  /** Clocks may be ahead by one step, so it has two codes at a time. */
  code(now: Date): string {
    this.lastStep = Math.max(Math.floor(now.getTime() / STEP_MS), this.lastStep + 1);
    return new TOTP({ secret: Secret.fromBase32(this.secret) }).generate({ timestamp: this.lastStep * STEP_MS });
  }
}
