import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { RefreshSession } from '../commands/refresh-session.ts';
import { RefreshTokenInvalid } from '../domain/sign-in.errors.ts';
import { hashOf, newToken, openUnder, sealUnder } from '../gateways/opaque-tokens.ts';
import type { SessionView } from '../queries/session.view.ts';
import { BeginSession } from './begin-session.ts';

/** The next access token for a refresh token, and the next refresh token. */
@Injectable()
export class Refresh {
  constructor(
    private readonly commands: CommandBus,
    private readonly sessions: BeginSession,
  ) {}

  /** @throws RefreshTokenInvalid also for a replay, which has ended the session */
  async refresh(refreshToken: string): Promise<SessionView> {
    const next = newToken();
    const refreshed = await this.commands.execute(
      new RefreshSession(hashOf(refreshToken), { hash: hashOf(next), sealed: sealUnder(refreshToken, next) }),
    );
    if (refreshed.outcome === 'replayed') throw new RefreshTokenInvalid();
    const successor = refreshed.outcome === 'rotated' ? next : openUnder(refreshToken, refreshed.successor);
    return { ...(await this.sessions.accessTo(refreshed.userId, refreshed.sessionId)), refreshToken: successor };
  }
}
