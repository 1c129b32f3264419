import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import type { Principal } from '../../kernel/http/principal.ts';
import { ChangePassword } from '../commands/change-password.ts';
import { RequestProof } from '../commands/request-proof.ts';
import { ResetPassword } from '../commands/reset-password.ts';
import { LinkInvalid } from '../domain/account.errors.ts';
import { assertAcceptable } from '../domain/new-password.ts';
import { Passwords } from '../domain/passwords.ts';
import { SignInAttempts } from '../domain/sign-in-attempts.ts';
import { GetAccount } from '../identity.contract.ts';
import { LinkTokens } from '../link-tokens.contract.ts';
import { GetOwnerOfProof } from '../queries/get-owner-of-proof.ts';
import { CheckVisitor } from './check-visitor.ts';
import { ConfirmOwner } from './confirm-owner.ts';

/** A new password, for somebody who knows the old one or reads the mail of the account. */
@Injectable()
export class ReplacePassword {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly visitors: CheckVisitor,
    private readonly owner: ConfirmOwner,
    private readonly links: LinkTokens,
    private readonly passwords: Passwords,
    private readonly attempts: SignInAttempts,
  ) {}

  /** Mails a link if there is an account, and looks the same if there is none. @throws CaptchaFailed */
  async forgot(email: string, captchaToken: string | undefined, address: string): Promise<void> {
    await this.visitors.admit({ action: 'reset', email, captchaToken, address });
    await this.commands.execute(new RequestProof('reset-password', email));
  }

  /** @throws LinkInvalid @throws PasswordTooCommon @throws PasswordTooPersonal */
  async reset(token: string, password: string, address: string): Promise<void> {
    const proofId = this.links.idIn('reset-password', token);
    const owner = proofId && (await this.queries.execute(new GetOwnerOfProof(proofId)));
    if (!owner) throw new LinkInvalid();
    assertAcceptable(password, owner, this.passwords);
    await this.commands.execute(new ResetPassword(proofId, await this.passwords.hash(password)));
    await this.attempts.forgive({ account: owner.email, address });
  }

  /** @throws WrongPassword @throws TooManyAttempts @throws PasswordTooCommon @throws PasswordTooPersonal */
  async change(actor: Principal, current: string | undefined, password: string, address: string): Promise<void> {
    const owner = await this.owner.confirm(actor, current, address);
    const account = await this.queries.execute(new GetAccount(actor.userId));
    if (account) assertAcceptable(password, account, this.passwords);
    const hash = await this.passwords.hash(password);
    await this.commands.execute(new ChangePassword(owner, hash));
  }
}
