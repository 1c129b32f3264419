import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { SignUp as SignUpCommand } from '../commands/sign-up.ts';
import { assertAcceptable } from '../domain/new-password.ts';
import { Passwords } from '../domain/passwords.ts';
import type { SessionView } from '../queries/session.view.ts';
import { BeginSession, type Guest } from './begin-session.ts';
import { CheckVisitor } from './check-visitor.ts';

export interface SignUpRequest {
  readonly email: string;
  readonly name: string;
  readonly password: string;
  readonly captchaToken?: string | undefined;
  readonly mailProof?: string | undefined;
}

/** Opens an account and signs in. Hashing takes long, so it happens outside of any transaction. */
@Injectable()
export class SignUp {
  constructor(
    private readonly commands: CommandBus,
    private readonly visitors: CheckVisitor,
    private readonly passwords: Passwords,
    private readonly sessions: BeginSession,
  ) {}

  /** @throws EmailTaken @throws PasswordTooCommon @throws PasswordTooPersonal @throws CaptchaFailed @throws MailProofRequired @throws WrongCredentials */
  async signUp({ password, ...request }: SignUpRequest, guest: Guest): Promise<SessionView> {
    const { email, name } = request;
    assertAcceptable(password, { email, name }, this.passwords);
    await this.visitors.admit({ ...request, action: 'signup', address: guest.address });
    const passwordHash = await this.passwords.hash(password);
    const userId = await this.commands.execute(new SignUpCommand(email, name, passwordHash));
    return this.sessions.begin(userId, guest, passwordHash);
  }
}
