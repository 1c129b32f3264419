import type { LinkPurpose } from '../../identity/link-tokens.contract.ts';
import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { DomainEvent } from '../../kernel/domain/domain-event.ts';

export type MailState = 'queued' | 'sent' | 'undeliverable';

/** What a template is filled with, as plain JSON. */
export type MailFacts = Readonly<Record<string, string | number>>;

/** Whom a mail is for: a user, at their present address unless another is given, or just an address. */
export type Recipient =
  | { readonly userId: string; readonly address?: string | null }
  | { readonly userId: null; readonly address: string };

/** A page of the platform that a mail leads to. */
interface PageLink {
  /** `/reset-password` */
  readonly path: string;
}

/** A link with a token. The token is made when the mail is sent, so that it is stored nowhere. */
interface TokenLink extends PageLink {
  readonly purpose: LinkPurpose;
  readonly id: string;
}

export type MailLink = PageLink | TokenLink;

export class MailQueued extends DomainEvent {
  static override readonly type = 'notifications.mail_queued';

  constructor(readonly mailId: string) {
    super();
  }
}

/** One mail, from the moment it is due: the delivery log is made of these. */
export class Mail extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly userId: string | null,
    readonly address: string | null,
    readonly template: string,
    readonly facts: MailFacts,
    readonly link: MailLink | null,
    readonly queuedAt: Date,
    private _state: MailState,
    private _sentAt: Date | null,
  ) {
    super();
  }

  static queue(id: string, to: Recipient, template: string, facts: MailFacts, link: MailLink | null, now: Date): Mail {
    const mail = new Mail(id, to.userId, to.address ?? null, template, facts, link, now, 'queued', null);
    mail.record(new MailQueued(id));
    return mail;
  }

  get state(): MailState {
    return this._state;
  }

  get sentAt(): Date | null {
    return this._sentAt;
  }

  markSent(now: Date): void {
    this._state = 'sent';
    this._sentAt ??= now;
  }

  /** There is nobody left to send it to. */
  giveUp(): void {
    if (this._state === 'queued') this._state = 'undeliverable';
  }
}

export abstract class Mails {
  abstract add(mail: Mail): void;
  abstract remove(mail: Mail): void;

  /** Locked until the transaction ends; undefined when it was forgotten meanwhile. */
  abstract lock(id: string): Promise<Mail | undefined>;

  /** Removes what was sent, or could not be sent, to a user. */
  abstract forgetSentTo(userId: string): Promise<void>;

  /** Removes what was sent to an address without knowing whose it is, such as an invitation. */
  abstract forgetSentToNobodyAt(address: string): Promise<void>;

  abstract forgetQueuedBefore(instant: Date): Promise<void>;
}
