import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { Clock } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { AuditLog } from '../audit.contract.ts';
import { KnownDevices } from '../domain/known-devices.ts';
import { RefreshTokens } from '../domain/refresh-tokens.ts';
import { SESSIONS_PER_USER, Session, Sessions, type Visitor } from '../domain/session.ts';
import { Users } from '../domain/user.ts';

/**
 * For somebody who has proven who they are.
 * @returns the id of the session
 * @throws WrongCredentials when the password has changed since it was matched
 * @throws AccountLocked
 */
export class OpenSession extends Command<string> {
  constructor(
    readonly userId: string,
    readonly visitor: Visitor,
    readonly refreshTokenHash: Buffer,
    readonly deviceHash: Buffer,
    /** The one that a password was matched with, if one was. */
    readonly passwordHash?: string,
  ) {
    super();
  }
}

@CommandHandler(OpenSession)
export class OpenSessionHandler implements ICommandHandler<OpenSession> {
  constructor(
    private readonly users: Users,
    private readonly sessions: Sessions,
    private readonly refreshTokens: RefreshTokens,
    private readonly devices: KnownDevices,
    private readonly audit: AuditLog,
    private readonly clock: Clock,
  ) {}

  async execute({ userId, visitor, refreshTokenHash, deviceHash, passwordHash }: OpenSession): Promise<string> {
    const now = this.clock.now();
    // Holding the user makes sign-ins of one person take turns, so that their sessions can be counted.
    const user = await this.users.lock(userId);
    user.assertMayEnter(passwordHash);
    await this.sessions.endOldest(userId, SESSIONS_PER_USER - 1, now);
    const isFamiliar = await this.sessions.knows(userId, visitor);
    const session = Session.start(newId(), userId, visitor, now);
    this.sessions.add(session);
    await this.refreshTokens.add(refreshTokenHash, session.id, now);
    // A program that keeps no device token is no news each time that it signs in.
    if ((await this.devices.remember(deviceHash, userId, now)) && !isFamiliar) user.alert('new_device');
    await this.audit.record({ action: 'identity.signed_in', subject: `user:${userId}`, actor: userId });
    return session.id;
  }
}
