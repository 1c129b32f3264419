import { MikroOrmModule } from '@mikro-orm/nestjs';
import { EntityManager } from '@mikro-orm/postgresql';
import { BullModule } from '@nestjs/bull';
import { Global, Module } from '@nestjs/common';
import Stripe from 'stripe';
import { Environment } from '../config/environment.ts';
import { PostgresLedger } from '../kernel/ledger/postgres-ledger.ts';
import { PaymentCollection } from './billing.contract.ts';
import { ApplyProviderEventHandler } from './commands/apply-provider-event.ts';
import { ForgetCustomerHandler } from './commands/forget-customer.ts';
import { GiveAnswerHandler } from './commands/give-answer.ts';
import { LoseTrackHandler } from './commands/lose-track.ts';
import { LoseTrackOfDisputeHandler } from './commands/lose-track-of-dispute.ts';
import { LoseTrackOfRefundHandler } from './commands/lose-track-of-refund.ts';
import { RecordDisputesHandler } from './commands/record-disputes.ts';
import { RecordOutcomeHandler } from './commands/record-outcome.ts';
import { RecordRefundsHandler } from './commands/record-refunds.ts';
import { RedactReceiptsHandler } from './commands/redact-receipts.ts';
import { RememberCustomerHandler } from './commands/remember-customer.ts';
import { RequestPaymentHandler } from './commands/request-payment.ts';
import { RequestRefundHandler } from './commands/request-refund.ts';
import { StoreProviderEventHandler } from './commands/store-provider-event.ts';
import { SubmitPaymentHandler } from './commands/submit-payment.ts';
import { Customers } from './domain/customers.ts';
import { DisputeGateway } from './domain/dispute-gateway.ts';
import { Disputes } from './domain/disputes.ts';
import { MoneyLedger } from './domain/money-ledger.ts';
import { PaymentGateway } from './domain/payment-gateway.ts';
import { Payments } from './domain/payments.ts';
import { EventVerifier, ProviderEvents } from './domain/provider-event.ts';
import { Receipts, Seller } from './domain/receipt.ts';
import { RefundGateway } from './domain/refund-gateway.ts';
import { RefundPolicy } from './domain/refund-policy.ts';
import { Refunds } from './domain/refunds.ts';
import { stripeClient } from './gateways/stripe-client.ts';
import { StripeDisputeGateway } from './gateways/stripe-dispute-gateway.ts';
import { StripeEventVerifier } from './gateways/stripe-event-verifier.ts';
import { StripeGateway } from './gateways/stripe-gateway.ts';
import { StripeRefundGateway } from './gateways/stripe-refund-gateway.ts';
import { AdminPaymentsController } from './http/admin-payments.controller.ts';
import { DisputesController } from './http/disputes.controller.ts';
import { FinanceController } from './http/finance.controller.ts';
import { PaymentsController } from './http/payments.controller.ts';
import { ReceiptsController } from './http/receipts.controller.ts';
import { RefundsController } from './http/refunds.controller.ts';
import { StripeWebhookController } from './http/stripe-webhook.controller.ts';
import { ForgetPayerOnAccountErased } from './jobs/forget-payer-on-account-erased.ts';
import { HandleEventOnProviderEventReceived } from './jobs/handle-event-on-provider-event-received.ts';
import { LogDisputeOnPaymentDisputed } from './jobs/log-dispute-on-payment-disputed.ts';
import { ReconcileDisputesEveryTenSeconds } from './jobs/reconcile-disputes-every-ten-seconds.ts';
import { ReconcilePaymentsEveryTenSeconds } from './jobs/reconcile-payments-every-ten-seconds.ts';
import { ReconcileRefundsEveryTenSeconds } from './jobs/reconcile-refunds-every-ten-seconds.ts';
import { RedactReceiptsOnAccountErased } from './jobs/redact-receipts-on-account-erased.ts';
import { CustomerRepository } from './persistence/customer.repository.ts';
import { disputeMapping } from './persistence/dispute.mapping.ts';
import { DisputeRepository } from './persistence/dispute.repository.ts';
import { paymentMapping } from './persistence/payment.mapping.ts';
import { PaymentRepository } from './persistence/payment.repository.ts';
import { providerEventMapping } from './persistence/provider-event.mapping.ts';
import { ProviderEventRepository } from './persistence/provider-event.repository.ts';
import { receiptMapping } from './persistence/receipt.mapping.ts';
import { ReceiptRepository } from './persistence/receipt.repository.ts';
import { refundMapping } from './persistence/refund.mapping.ts';
import { RefundRepository } from './persistence/refund.repository.ts';
import { AnswerDispute } from './processes/answer-dispute.ts';
import { CollectPayment } from './processes/collect-payment.ts';
import { ForgetPayer } from './processes/forget-payer.ts';
import { HandleProviderEvent } from './processes/handle-provider-event.ts';
import { openDisputes } from './processes/open-disputes.ts';
import { ReceiveWebhook } from './processes/receive-webhook.ts';
import { ReconcileDisputes } from './processes/reconcile-disputes.ts';
import { ReconcilePayments } from './processes/reconcile-payments.ts';
import { ReconcileRefunds } from './processes/reconcile-refunds.ts';
import { RefundPayment } from './processes/refund-payment.ts';
import { CountOpenDisputesHandler } from './queries/count-open-disputes.ts';
import { ExportPaymentsHandler } from './queries/export-payments.ts';
import { GetBalancesHandler } from './queries/get-balances.ts';
import { GetCollectableHandler } from './queries/get-collectable.ts';
import { GetCustomerHandler } from './queries/get-customer.ts';
import { GetDisputeHandler } from './queries/get-dispute.ts';
import { GetOpenDisputeHandler } from './queries/get-open-dispute.ts';
import { GetOpenRefundHandler } from './queries/get-open-refund.ts';
import { GetPaymentHandler } from './queries/get-payment.ts';
import { GetProviderEventHandler } from './queries/get-provider-event.ts';
import { GetReceiptHandler } from './queries/get-receipt.ts';
import { GetRefundHandler } from './queries/get-refund.ts';
import { ListDisputesHandler } from './queries/list-disputes.ts';
import { ListOpenDisputesHandler } from './queries/list-open-disputes.ts';
import { ListOpenPaymentsHandler } from './queries/list-open-payments.ts';
import { ListOpenRefundsHandler } from './queries/list-open-refunds.ts';
import { ListPaymentsHandler } from './queries/list-payments.ts';
import { ListPaymentsOfAllHandler } from './queries/list-payments-of-all.ts';
import { PersonalDataOfBilling } from './queries/personal-data-of-billing.ts';
import { ReceiptPdf } from './templates/receipt-pdf.ts';

const commands = [
  ApplyProviderEventHandler,
  ForgetCustomerHandler,
  GiveAnswerHandler,
  LoseTrackHandler,
  LoseTrackOfDisputeHandler,
  LoseTrackOfRefundHandler,
  RecordDisputesHandler,
  RecordOutcomeHandler,
  RecordRefundsHandler,
  RedactReceiptsHandler,
  RememberCustomerHandler,
  RequestPaymentHandler,
  RequestRefundHandler,
  StoreProviderEventHandler,
  SubmitPaymentHandler,
];

const queries = [
  CountOpenDisputesHandler,
  ExportPaymentsHandler,
  GetBalancesHandler,
  GetCollectableHandler,
  GetCustomerHandler,
  GetDisputeHandler,
  GetOpenDisputeHandler,
  GetOpenRefundHandler,
  GetPaymentHandler,
  GetProviderEventHandler,
  GetReceiptHandler,
  GetRefundHandler,
  ListDisputesHandler,
  ListOpenDisputesHandler,
  ListOpenPaymentsHandler,
  ListOpenRefundsHandler,
  ListPaymentsHandler,
  ListPaymentsOfAllHandler,
  PersonalDataOfBilling,
];

const processes = [
  AnswerDispute,
  CollectPayment,
  ForgetPayer,
  HandleProviderEvent,
  ReceiveWebhook,
  ReconcileDisputes,
  ReconcilePayments,
  ReconcileRefunds,
  RefundPayment,
];

const templates = [ReceiptPdf];

const jobs = [
  ForgetPayerOnAccountErased,
  HandleEventOnProviderEventReceived,
  LogDisputeOnPaymentDisputed,
  ReconcileDisputesEveryTenSeconds,
  ReconcilePaymentsEveryTenSeconds,
  ReconcileRefundsEveryTenSeconds,
  RedactReceiptsOnAccountErased,
];

/** Global, because it provides what its contract promises to the others. */
@Global()
@Module({
  imports: [
    MikroOrmModule.forFeature([disputeMapping, paymentMapping, providerEventMapping, receiptMapping, refundMapping]),
    BullModule.registerQueue({ name: 'billing' }),
  ],
  controllers: [
    AdminPaymentsController,
    DisputesController,
    FinanceController,
    PaymentsController,
    ReceiptsController,
    RefundsController,
    StripeWebhookController,
  ],
  providers: [
    ...commands,
    ...queries,
    ...processes,
    ...templates,
    ...jobs,
    openDisputes,
    { provide: Stripe, inject: [Environment], useFactory: stripeClient },
    { provide: DisputeGateway, useClass: StripeDisputeGateway },
    { provide: PaymentGateway, useClass: StripeGateway },
    { provide: RefundGateway, useClass: StripeRefundGateway },
    {
      provide: RefundPolicy,
      inject: [Environment],
      useFactory: ({ REFUND_WINDOW_DAYS }: Environment) => new RefundPolicy(REFUND_WINDOW_DAYS),
    },
    { provide: EventVerifier, useClass: StripeEventVerifier },
    {
      provide: MoneyLedger,
      inject: [EntityManager],
      useFactory: (em: EntityManager) => new PostgresLedger(em, 'billing'),
    },
    { provide: Customers, useClass: CustomerRepository },
    { provide: Payments, useClass: PaymentRepository },
    { provide: Disputes, useClass: DisputeRepository },
    { provide: Refunds, useClass: RefundRepository },
    { provide: ProviderEvents, useClass: ProviderEventRepository },
    { provide: Receipts, useClass: ReceiptRepository },
    {
      provide: Seller,
      inject: [Environment],
      useFactory: ({ PLATFORM_NAME, PLATFORM_ADDRESS }: Environment): Seller => ({
        name: PLATFORM_NAME,
        address: PLATFORM_ADDRESS,
      }),
    },
    { provide: PaymentCollection, useExisting: CollectPayment },
  ],
  exports: [PaymentCollection],
})
export class BillingModule {}
