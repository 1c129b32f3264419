import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { HitCounter } from '../../kernel/http/hit-counter.ts';
import type { Principal } from '../../kernel/http/principal.ts';
import { TooManyRequests } from '../../kernel/http/rate-limit.errors.ts';
import { ConfirmEmailChange } from '../commands/confirm-email-change.ts';
import { RequestEmailChange } from '../commands/request-email-change.ts';
import { VerifyEmail } from '../commands/verify-email.ts';
import { LinkInvalid } from '../domain/account.errors.ts';
import { LinkTokens } from '../link-tokens.contract.ts';
import { ConfirmOwner } from './confirm-owner.ts';

const HOUR_MS = 3_600_000;
/** Each mails two people, one of them perhaps a stranger. */
const CHANGES_PER_HOUR = 5;

/** What the links in mails about an address do. */
@Injectable()
export class FollowEmailLinks {
  constructor(
    private readonly commands: CommandBus,
    private readonly links: LinkTokens,
    private readonly owner: ConfirmOwner,
    private readonly hits: HitCounter,
  ) {}

  /** @throws LinkInvalid */
  async verify(token: string): Promise<void> {
    const proofId = this.links.idIn('verify-email', token);
    if (!proofId) throw new LinkInvalid();
    await this.commands.execute(new VerifyEmail(proofId));
  }

  /** @throws WrongPassword @throws RecentSignInRequired @throws TooManyAttempts */
  async request(actor: Principal, newEmail: string, password: string | undefined, address: string): Promise<void> {
    const owner = await this.owner.confirm(actor, password, address);
    const hit = await this.hits.hit(`email-change:${actor.userId}`, HOUR_MS, CHANGES_PER_HOUR);
    if (hit.isBlocked) throw new TooManyRequests(hit.timeToExpire);
    await this.commands.execute(new RequestEmailChange(owner, newEmail));
  }

  /** @returns whether the address has changed @throws LinkInvalid @throws EmailTaken */
  confirmChange(token: string): Promise<boolean> {
    const left = this.links.idIn('leave-email', token);
    const entered = this.links.idIn('enter-email', token);
    if (left) return this.commands.execute(new ConfirmEmailChange(left, 'old'));
    if (entered) return this.commands.execute(new ConfirmEmailChange(entered, 'new'));
    throw new LinkInvalid();
  }
}
