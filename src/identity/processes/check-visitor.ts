import { Injectable } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { HitCounter } from '../../kernel/http/hit-counter.ts';
import { TooManyRequests } from '../../kernel/http/rate-limit.errors.ts';
import { RequestProof } from '../commands/request-proof.ts';
import { UseHumanProof } from '../commands/use-human-proof.ts';
import { LinkInvalid } from '../domain/account.errors.ts';
import { Captcha, type CaptchaAction } from '../domain/captcha.ts';
import { CaptchaFailed, MailProofRequired } from '../domain/sign-in.errors.ts';
import { LinkTokens } from '../link-tokens.contract.ts';

/** While nobody can check captchas, an address may try so often in so long. */
const OUTAGE_QUOTA = 3;
const OUTAGE_WINDOW_MS = 600_000;

export interface Check {
  readonly action: CaptchaAction;
  /** IP address. */
  readonly address: string;
  readonly email: string;
  readonly captchaToken?: string | undefined;
  /** The token of a link that was mailed while captchas could not be checked. */
  readonly mailProof?: string | undefined;
}

/** Keeps programs out where only people should come in, as far as the platform has a captcha. */
@Injectable()
export class CheckVisitor {
  constructor(
    private readonly commands: CommandBus,
    private readonly captcha: Captcha,
    private readonly links: LinkTokens,
    private readonly hits: HitCounter,
  ) {}

  /** @throws CaptchaFailed @throws MailProofRequired @throws LinkInvalid @throws TooManyRequests */
  async admit(check: Check): Promise<void> {
    if (!this.captcha.isOn) return;
    if (check.mailProof) return this.admitReader(check.mailProof, check.email);
    const verdict = await this.captcha.verdict(check.captchaToken, check.action, check.address);
    if (verdict === 'not_human') throw new CaptchaFailed();
    if (verdict === 'unavailable') await this.askForMailProof(check);
  }

  private async admitReader(token: string, email: string): Promise<void> {
    const proofId = this.links.idIn('prove-human', token);
    if (!proofId) throw new LinkInvalid();
    await this.commands.execute(new UseHumanProof(proofId, email));
  }

  private async askForMailProof({ action, address, email }: Check): Promise<void> {
    const hit = await this.hits.hit(`captcha-outage:${address}`, OUTAGE_WINDOW_MS, OUTAGE_QUOTA);
    if (hit.isBlocked) throw new TooManyRequests(hit.timeToExpire);
    // Resetting is itself proven by mail.
    if (action === 'reset') return;
    await this.commands.execute(new RequestProof('prove-human', email));
    throw new MailProofRequired();
  }
}
