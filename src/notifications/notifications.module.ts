import { MikroOrmModule } from '@mikro-orm/nestjs';
import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { ForgetMailHandler } from './commands/forget-mail.ts';
import { ForgetMailsHandler } from './commands/forget-mails.ts';
import { ForgetOldMailsHandler } from './commands/forget-old-mails.ts';
import { QueueMailHandler } from './commands/queue-mail.ts';
import { RecordDeliveryHandler } from './commands/record-delivery.ts';
import { Mails } from './domain/mail.ts';
import { Postman } from './domain/postman.ts';
import { SmtpPostman } from './gateways/smtp-postman.ts';
import { DeliverMailOnMailQueued } from './jobs/deliver-mail-on-mail-queued.ts';
import { ForgetMailsOnAccountErased } from './jobs/forget-mails-on-account-erased.ts';
import { ForgetOldMailsEveryDay } from './jobs/forget-old-mails-every-day.ts';
import { QueueAlertOnAccountAlert } from './jobs/queue-alert-on-account-alert.ts';
import { QueueConfirmLinkOnPaymentActionRequired } from './jobs/queue-confirm-link-on-payment-action-required.ts';
import { QueueEnterLinkOnEmailChangeRequested } from './jobs/queue-enter-link-on-email-change-requested.ts';
import { QueueInvitationOnInvitationIssued } from './jobs/queue-invitation-on-invitation-issued.ts';
import { QueueLeaveLinkOnEmailChangeRequested } from './jobs/queue-leave-link-on-email-change-requested.ts';
import { QueueLinkOnProofRequested } from './jobs/queue-link-on-proof-requested.ts';
import { QueuePayoutNoticeOnPayoutFailed } from './jobs/queue-payout-notice-on-payout-failed.ts';
import { QueuePayoutNoticeOnPayoutPaid } from './jobs/queue-payout-notice-on-payout-paid.ts';
import { QueueReceiptOnReceiptIssued } from './jobs/queue-receipt-on-receipt-issued.ts';
import { QueueRefundNoticeOnPaymentRefunded } from './jobs/queue-refund-notice-on-payment-refunded.ts';
import { mailMapping } from './persistence/mail.mapping.ts';
import { MailRepository } from './persistence/mail.repository.ts';
import { DeliverMail } from './processes/deliver-mail.ts';
import { GetMailHandler } from './queries/get-mail.ts';
import { PersonalDataOfNotifications } from './queries/personal-data-of-notifications.ts';

@Module({
  imports: [MikroOrmModule.forFeature([mailMapping]), BullModule.registerQueue({ name: 'notifications' })],
  providers: [
    ForgetMailHandler,
    ForgetMailsHandler,
    ForgetOldMailsHandler,
    QueueMailHandler,
    RecordDeliveryHandler,
    GetMailHandler,
    PersonalDataOfNotifications,
    DeliverMail,
    DeliverMailOnMailQueued,
    ForgetMailsOnAccountErased,
    ForgetOldMailsEveryDay,
    QueueAlertOnAccountAlert,
    QueueConfirmLinkOnPaymentActionRequired,
    QueueEnterLinkOnEmailChangeRequested,
    QueueInvitationOnInvitationIssued,
    QueueLeaveLinkOnEmailChangeRequested,
    QueueLinkOnProofRequested,
    QueuePayoutNoticeOnPayoutFailed,
    QueuePayoutNoticeOnPayoutPaid,
    QueueReceiptOnReceiptIssued,
    QueueRefundNoticeOnPaymentRefunded,
    { provide: Mails, useClass: MailRepository },
    { provide: Postman, useClass: SmtpPostman },
  ],
})
export class NotificationsModule {}
