import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { GetAccount } from '../../identity/identity.contract.ts';
import { LinkTokens } from '../../identity/link-tokens.contract.ts';
import { ForgetMail } from '../commands/forget-mail.ts';
import { RecordDelivery } from '../commands/record-delivery.ts';
import type { MailLink } from '../domain/mail.ts';
import { Postman } from '../domain/postman.ts';
import { GetMail, type MailToSend } from '../queries/get-mail.ts';
import { render } from '../templates/render.ts';

/** Sends a queued mail: at least once, for no mail server can promise more. */
@Injectable()
export class DeliverMail {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly links: LinkTokens,
    private readonly postman: Postman,
  ) {}

  async deliver(mailId: string): Promise<void> {
    const mail = await this.queries.execute(new GetMail(mailId));
    if (mail?.state !== 'queued') return;
    const account = mail.userId ? await this.queries.execute(new GetAccount(mail.userId)) : undefined;
    const address = mail.address ?? account?.email;
    if (!address) return this.commands.execute(new RecordDelivery(mailId, 'undeliverable'));
    await this.send(mailId, mail, address, account?.name ?? '');
    const isGone = mail.userId !== null && !account;
    await this.commands.execute(isGone ? new ForgetMail(mailId) : new RecordDelivery(mailId, 'sent'));
  }

  private async send(id: string, { template, facts, link }: MailToSend, address: string, name: string): Promise<void> {
    const url = link && { link: this.urlOf(link) };
    await this.postman.send({ id, to: { name, address }, ...render(template, { name, ...facts, ...url }) });
  }

  private urlOf(link: MailLink): string {
    return 'purpose' in link ? this.links.link(link.path, link.purpose, link.id) : this.links.page(link.path);
  }
}
