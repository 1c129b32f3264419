/** Codes of authenticator apps: six digits, of 30 seconds each, one step of clock drift allowed on both sides. */
export abstract class OneTimeCodes {
  /** @returns a new secret in Base32 */
  abstract newSecret(): string;

  /** The `otpauth:` address that an app reads from a QR code. */
  abstract address(secret: string, account: string): string;

  /** The time step that a code is right for; undefined for a wrong one. */
  abstract stepOf(code: string, secret: string, now: Date): number | undefined;

  /** Ten codes for the day the app is lost, of 112 random bits each. */
  abstract newRecoveryCodes(): string[];

  /** What of a recovery code is stored. Case and dashes do not matter. */
  abstract recoveryHash(code: string): string;
}
