import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { OpenSession } from '../commands/open-session.ts';
import { AccessTokens } from '../domain/access-tokens.ts';
import { AccountLocked } from '../domain/account.errors.ts';
import type { Visitor } from '../domain/session.ts';
import { hashOf, newToken } from '../gateways/opaque-tokens.ts';
import { GetAccount } from '../identity.contract.ts';
import type { SessionView } from '../queries/session.view.ts';

/** A visitor, and the device token that they brought along. */
export interface Guest extends Visitor {
  readonly deviceToken?: string | undefined;
}

/** Lets somebody in who has proven who they are. */
@Injectable()
export class BeginSession {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly accessTokens: AccessTokens,
  ) {}

  /** @param passwordHash the one that a password was matched with, if one was @throws WrongCredentials @throws AccountLocked */
  async begin(
    userId: string,
    { deviceToken = newToken(), ...visitor }: Guest,
    passwordHash?: string,
  ): Promise<SessionView> {
    const refreshToken = newToken();
    const opening = new OpenSession(userId, visitor, hashOf(refreshToken), hashOf(deviceToken), passwordHash);
    const sessionId = await this.commands.execute(opening);
    return { ...(await this.accessTo(userId, sessionId)), refreshToken, deviceToken };
  }

  /** What a session is shown with, without its refresh token. */
  async accessTo(userId: string, sessionId: string): Promise<SessionView> {
    const user = await this.queries.execute(new GetAccount(userId));
    if (!user) throw new AccountLocked();
    const access = await this.accessTokens.issue({ userId, sessionId, roles: user.roles });
    return { ...access, tokenType: 'Bearer', user };
  }
}
