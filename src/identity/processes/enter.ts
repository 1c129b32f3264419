import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { SignUp } from '../commands/sign-up.ts';
import { AccessTokens } from '../domain/access-tokens.ts';
import { Passwords } from '../domain/passwords.ts';
import { WrongCredentials } from '../domain/user.errors.ts';
import type { AccountView } from '../identity.contract.ts';
import { GetCredentials } from '../queries/get-credentials.ts';
import type { SessionView } from '../queries/session.view.ts';

/** Signing up and logging in. Hashing takes long, so it happens outside of any transaction. */
@Injectable()
export class Enter {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly passwords: Passwords,
    private readonly tokens: AccessTokens,
  ) {}

  /** @throws EmailTaken */
  async signUp(email: string, name: string, password: string): Promise<SessionView> {
    const passwordHash = await this.passwords.hash(password);
    return this.session(await this.commands.execute(new SignUp(email, name, passwordHash)));
  }

  /** @throws WrongCredentials for a wrong password and for an unknown address alike, after the same time */
  async logIn(email: string, password: string): Promise<SessionView> {
    const credentials = await this.queries.execute(new GetCredentials(email));
    if (!(await this.passwords.matches(password, credentials?.passwordHash)) || !credentials)
      throw new WrongCredentials();
    return this.session(credentials.account);
  }

  private async session(user: AccountView): Promise<SessionView> {
    const token = await this.tokens.issue({ userId: user.id, roles: user.roles });
    return { ...token, tokenType: 'Bearer', user };
  }
}
