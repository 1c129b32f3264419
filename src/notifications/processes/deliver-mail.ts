import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { GetAccount } from '../../identity/identity.contract.ts';
import { RecordDelivery } from '../commands/record-delivery.ts';
import { Postman } from '../domain/postman.ts';
import { GetMail } from '../queries/get-mail.ts';
import { render } from '../templates/render.ts';

/** Sends a queued mail: at least once, for no mail server can promise more. */
@Injectable()
export class DeliverMail {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly postman: Postman,
  ) {}

  async deliver(mailId: string): Promise<void> {
    const mail = await this.queries.execute(new GetMail(mailId));
    if (mail?.state !== 'queued') return;
    const account = await this.queries.execute(new GetAccount(mail.userId));
    if (account) {
      const content = render(mail.template, { name: account.name, ...mail.facts });
      await this.postman.send({ id: mailId, to: { name: account.name, address: account.email }, ...content });
    }
    await this.commands.execute(new RecordDelivery(mailId, account ? 'sent' : 'undeliverable'));
  }
}
