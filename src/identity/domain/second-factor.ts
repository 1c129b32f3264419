import { WrongCode } from './sign-in.errors.ts';

/** A user's authenticator app (TOTP, RFC 6238) and the codes for the day it is lost. Its id is the user's. */
export class SecondFactor {
  constructor(
    readonly id: string,
    private _sealedSecret: string,
    private _confirmedAt: Date | null,
    private _lastStep: number,
    private _recoveryHashes: string[],
  ) {}

  /** Not asked for until a first code has shown that the app has the secret. */
  static enroll(userId: string, sealedSecret: string): SecondFactor {
    return new SecondFactor(userId, sealedSecret, null, 0, []);
  }

  get sealedSecret(): string {
    return this._sealedSecret;
  }

  get confirmedAt(): Date | null {
    return this._confirmedAt;
  }

  get lastStep(): number {
    return this._lastStep;
  }

  get recoveryHashes(): readonly string[] {
    return this._recoveryHashes;
  }

  replaceSecret(sealedSecret: string): void {
    this._sealedSecret = sealedSecret;
  }

  confirm(step: number, recoveryHashes: string[], now: Date): void {
    this.useCode(step);
    this._confirmedAt = now;
    this._recoveryHashes = recoveryHashes;
  }

  /**
   * @param step the time step that a code was right for; a code counts once, and none before it does any more
   * @throws WrongCode
   */
  useCode(step: number): void {
    if (step <= this._lastStep) throw new WrongCode();
    this._lastStep = step;
  }

  /** @throws WrongCode */
  useRecoveryCode(hash: string): void {
    if (!this._recoveryHashes.includes(hash)) throw new WrongCode();
    this._recoveryHashes = this._recoveryHashes.filter(other => other !== hash);
  }
}

export abstract class SecondFactors {
  abstract add(factor: SecondFactor): void;
  abstract remove(factor: SecondFactor): void;

  /** Locked until the transaction ends. */
  abstract lock(userId: string): Promise<SecondFactor | undefined>;
}
