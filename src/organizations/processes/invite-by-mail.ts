import { createHash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { normalizeEmail } from '../../identity/email.contract.ts';
import { HitCounter } from '../../kernel/http/hit-counter.ts';
import { TooManyRequests } from '../../kernel/http/rate-limit.errors.ts';
import { Invite } from '../commands/invite.ts';
import type { Invitation } from '../domain/invitation.ts';
import { GetMembership } from '../organizations.contract.ts';

const HOUR_MS = 3_600_000;
/** Each mails somebody who may never have heard of the platform, in words that the inviter has chosen in part. */
const PER_ADDRESS_AND_HOUR = 5;
const PER_INVITER_AND_DAY = 50;

/** Invites no more often than a stranger's inbox should have to bear. */
@Injectable()
export class InviteByMail {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly hits: HitCounter,
  ) {}

  /** @throws TooManyRequests, and whatever {@link Invite} throws */
  async invite(invite: Invite): Promise<Invitation> {
    // Who is no member is refused by the command, and uses up nothing.
    if (await this.queries.execute(new GetMembership(invite.organizationId, invite.actorId))) await this.count(invite);
    return this.commands.execute(invite);
  }

  private async count({ actorId, email }: Invite): Promise<void> {
    const address = createHash('sha256').update(normalizeEmail(email)).digest('base64url');
    await this.hit(`invitations-by:${actorId}`, 24 * HOUR_MS, PER_INVITER_AND_DAY);
    await this.hit(`invitations-to:${address}`, HOUR_MS, PER_ADDRESS_AND_HOUR);
  }

  private async hit(key: string, window: number, limit: number): Promise<void> {
    const { isBlocked, timeToExpire } = await this.hits.hit(key, window, limit);
    if (isBlocked) throw new TooManyRequests(timeToExpire);
  }
}
