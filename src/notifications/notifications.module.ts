import { MikroOrmModule } from '@mikro-orm/nestjs';
import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { QueueMailHandler } from './commands/queue-mail.ts';
import { RecordDeliveryHandler } from './commands/record-delivery.ts';
import { Mails } from './domain/mail.ts';
import { Postman } from './domain/postman.ts';
import { SmtpPostman } from './gateways/smtp-postman.ts';
import { DeliverMailOnMailQueued } from './jobs/deliver-mail-on-mail-queued.ts';
import { QueueReceiptOnPaymentSucceeded } from './jobs/queue-receipt-on-payment-succeeded.ts';
import { mailMapping } from './persistence/mail.mapping.ts';
import { MailRepository } from './persistence/mail.repository.ts';
import { DeliverMail } from './processes/deliver-mail.ts';
import { GetMailHandler } from './queries/get-mail.ts';

@Module({
  imports: [MikroOrmModule.forFeature([mailMapping]), BullModule.registerQueue({ name: 'notifications' })],
  providers: [
    QueueMailHandler,
    RecordDeliveryHandler,
    GetMailHandler,
    DeliverMail,
    DeliverMailOnMailQueued,
    QueueReceiptOnPaymentSucceeded,
    { provide: Mails, useClass: MailRepository },
    { provide: Postman, useClass: SmtpPostman },
  ],
})
export class NotificationsModule {}
