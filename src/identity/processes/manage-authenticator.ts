import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { toDataURL } from 'qrcode';
import type { Principal } from '../../kernel/http/principal.ts';
import { ConfirmSecondFactor } from '../commands/confirm-second-factor.ts';
import { DisableSecondFactor } from '../commands/disable-second-factor.ts';
import { EnrollSecondFactor } from '../commands/enroll-second-factor.ts';
import { OneTimeCodes } from '../domain/one-time-codes.ts';
import { Secrets } from '../domain/secrets.ts';
import { SignInAttempts } from '../domain/sign-in-attempts.ts';
import { GetAccount } from '../identity.contract.ts';
import type { EnrollmentView } from '../queries/second-factor.view.ts';
import { ConfirmOwner } from './confirm-owner.ts';

/** The authenticator app of an account: its owner turns it on and off. */
@Injectable()
export class ManageAuthenticator {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly owner: ConfirmOwner,
    private readonly attempts: SignInAttempts,
    private readonly codes: OneTimeCodes,
    private readonly secrets: Secrets,
  ) {}

  /** @throws WrongPassword @throws RecentSignInRequired @throws SecondFactorEnabled */
  async enroll(actor: Principal, password: string | undefined, address: string): Promise<EnrollmentView> {
    const owner = await this.owner.confirm(actor, password, address);
    const secret = this.codes.newSecret();
    await this.commands.execute(new EnrollSecondFactor(owner, this.secrets.seal(secret, 'authenticator')));
    const account = await this.queries.execute(new GetAccount(actor.userId));
    const uri = this.codes.address(secret, account?.email ?? actor.userId);
    return { secret, uri, qrCode: await toDataURL(uri) };
  }

  /** @returns the recovery codes @throws WrongCode @throws RecentSignInRequired @throws SecondFactorNotEnrolled @throws TooManyAttempts */
  async verify({ userId, sessionId }: Principal, code: string, address: string): Promise<string[]> {
    const attempt = { account: `second factor of ${userId}`, address };
    await this.attempts.begin(attempt);
    const recoveryCodes = await this.commands.execute(new ConfirmSecondFactor({ userId, sessionId }, code));
    await this.attempts.succeed(attempt);
    return recoveryCodes;
  }

  /** @throws WrongPassword @throws RecentSignInRequired @throws SecondFactorNotEnrolled */
  async disable(actor: Principal, password: string | undefined, address: string): Promise<void> {
    const owner = await this.owner.confirm(actor, password, address);
    await this.commands.execute(new DisableSecondFactor(owner));
  }
}
