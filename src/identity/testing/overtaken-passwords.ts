import { Argon2Passwords } from '../gateways/argon2-passwords.ts';

/** The passwords of the product, and a moment after one was found right in which a test can act. */
export class OvertakenPasswords extends Argon2Passwords {
  private act: (() => Promise<unknown>) | undefined;

  /** Has `act` done once, between the next match and what it was for. */
  overtakeBy(act: () => Promise<unknown>): void {
    this.act = act;
  }

  override async matches(password: string, hash: string | null | undefined): Promise<boolean> {
    const isRight = await super.matches(password, hash);
    const act = this.act;
    this.act = undefined;
    await act?.();
    return isRight;
  }
}
