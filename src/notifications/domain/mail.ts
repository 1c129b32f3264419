import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { DomainEvent } from '../../kernel/domain/domain-event.ts';

export type MailState = 'queued' | 'sent' | 'undeliverable';

/** What a template is filled with, as plain JSON. */
export type MailFacts = Readonly<Record<string, string | number>>;

export class MailQueued extends DomainEvent {
  static override readonly type = 'notifications.mail_queued';

  constructor(readonly mailId: string) {
    super();
  }
}

/** One mail to one user, from the moment it is due: the delivery log is made of these. */
export class Mail extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly userId: string,
    readonly template: string,
    readonly facts: MailFacts,
    readonly queuedAt: Date,
    private _state: MailState,
    private _sentAt: Date | null,
  ) {
    super();
  }

  static queue(id: string, userId: string, template: string, facts: MailFacts, now: Date): Mail {
    const mail = new Mail(id, userId, template, facts, now, 'queued', null);
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

  /** Locked until the transaction ends. */
  abstract lock(id: string): Promise<Mail>;
}
