import { MikroOrmModule } from '@mikro-orm/nestjs';
import { EntityManager } from '@mikro-orm/postgresql';
import { BullModule } from '@nestjs/bull';
import { Global, Module } from '@nestjs/common';
import Stripe from 'stripe';
import { Environment } from '../config/environment.ts';
import { PostgresLedger } from '../kernel/ledger/postgres-ledger.ts';
import { PaymentCollection } from './billing.contract.ts';
import { ApplyProviderEventHandler } from './commands/apply-provider-event.ts';
import { BeginRoundHandler } from './commands/begin-round.ts';
import { CompleteReconciliationHandler } from './commands/complete-reconciliation.ts';
import { EndRoundHandler } from './commands/end-round.ts';
import { ForgetCustomerHandler } from './commands/forget-customer.ts';
import { KeepProviderTransactionsHandler } from './commands/keep-provider-transactions.ts';
import { LoseTrackHandler } from './commands/lose-track.ts';
import { LoseTrackOfRefundHandler } from './commands/lose-track-of-refund.ts';
import { RecordOutcomeHandler } from './commands/record-outcome.ts';
import { RecordRefundsHandler } from './commands/record-refunds.ts';
import { RedactReceiptsHandler } from './commands/redact-receipts.ts';
import { RememberCustomerHandler } from './commands/remember-customer.ts';
import { ReportTooManyChargesHandler } from './commands/report-too-many-charges.ts';
import { RequestDailyReconciliationHandler } from './commands/request-daily-reconciliation.ts';
import { RequestPaymentHandler } from './commands/request-payment.ts';
import { RequestReconciliationHandler } from './commands/request-reconciliation.ts';
import { RequestRefundHandler } from './commands/request-refund.ts';
import { StoreProviderEventHandler } from './commands/store-provider-event.ts';
import { SubmitPaymentHandler } from './commands/submit-payment.ts';
import { BalanceGateway } from './domain/balance-gateway.ts';
import { ChargeLimit } from './domain/charge-limit.ts';
import { Customers } from './domain/customers.ts';
import { MoneyLedger } from './domain/money-ledger.ts';
import { PaymentGateway } from './domain/payment-gateway.ts';
import { Payments } from './domain/payments.ts';
import { EventFeed, EventVerifier, ProviderEvents } from './domain/provider-event.ts';
import { Receipts, Seller } from './domain/receipt.ts';
import { Reconciliations } from './domain/reconciliations.ts';
import { RefundGateway } from './domain/refund-gateway.ts';
import { RefundPolicy } from './domain/refund-policy.ts';
import { Refunds } from './domain/refunds.ts';
import { Rounds } from './domain/rounds.ts';
import { StripeBalanceGateway } from './gateways/stripe-balance-gateway.ts';
import { stripeClient } from './gateways/stripe-client.ts';
import { StripeEventFeed } from './gateways/stripe-event-feed.ts';
import { StripeEventVerifier } from './gateways/stripe-event-verifier.ts';
import { StripeGateway } from './gateways/stripe-gateway.ts';
import { StripeRefundGateway } from './gateways/stripe-refund-gateway.ts';
import { AdminPaymentsController } from './http/admin-payments.controller.ts';
import { FinanceController } from './http/finance.controller.ts';
import { PaymentsController } from './http/payments.controller.ts';
import { ReceiptsController } from './http/receipts.controller.ts';
import { ReconciliationController } from './http/reconciliation.controller.ts';
import { RefundsController } from './http/refunds.controller.ts';
import { StripeWebhookController } from './http/stripe-webhook.controller.ts';
import { ForgetPayerOnAccountErased } from './jobs/forget-payer-on-account-erased.ts';
import { HandleEventOnProviderEventReceived } from './jobs/handle-event-on-provider-event-received.ts';
import { ReconcilePaymentsEveryTenSeconds } from './jobs/reconcile-payments-every-ten-seconds.ts';
import { ReconcileRefundsEveryTenSeconds } from './jobs/reconcile-refunds-every-ten-seconds.ts';
import { ReconcileWithProviderEveryDay } from './jobs/reconcile-with-provider-every-day.ts';
import { RedactReceiptsOnAccountErased } from './jobs/redact-receipts-on-account-erased.ts';
import { SweepProviderEventsEveryHour } from './jobs/sweep-provider-events-every-hour.ts';
import { WatchBooksEveryFiveMinutes } from './jobs/watch-books-every-five-minutes.ts';
import { CustomerRepository } from './persistence/customer.repository.ts';
import { paymentMapping } from './persistence/payment.mapping.ts';
import { PaymentRepository } from './persistence/payment.repository.ts';
import { providerEventMapping } from './persistence/provider-event.mapping.ts';
import { ProviderEventRepository } from './persistence/provider-event.repository.ts';
import { receiptMapping } from './persistence/receipt.mapping.ts';
import { ReceiptRepository } from './persistence/receipt.repository.ts';
import { ReconciliationRepository } from './persistence/reconciliation.repository.ts';
import { refundMapping } from './persistence/refund.mapping.ts';
import { RefundRepository } from './persistence/refund.repository.ts';
import { RoundRepository } from './persistence/round.repository.ts';
import { booksGauges } from './processes/books-gauges.ts';
import { chargesRefused } from './processes/charges-refused.ts';
import { CollectPayment } from './processes/collect-payment.ts';
import { ForgetPayer } from './processes/forget-payer.ts';
import { HandleProviderEvent } from './processes/handle-provider-event.ts';
import { ReceiveWebhook } from './processes/receive-webhook.ts';
import { ReconcilePayments } from './processes/reconcile-payments.ts';
import { ReconcileRefunds } from './processes/reconcile-refunds.ts';
import { ReconcileWithProvider } from './processes/reconcile-with-provider.ts';
import { RefundPayment } from './processes/refund-payment.ts';
import { SweepProviderEvents } from './processes/sweep-provider-events.ts';
import { WatchBooks } from './processes/watch-books.ts';
import { ExamineBooksHandler } from './queries/examine-books.ts';
import { ExportDifferencesHandler } from './queries/export-differences.ts';
import { ExportPaymentsHandler } from './queries/export-payments.ts';
import { GetBalancesHandler } from './queries/get-balances.ts';
import { GetCollectableHandler } from './queries/get-collectable.ts';
import { GetCustomerHandler } from './queries/get-customer.ts';
import { GetOpenRefundHandler } from './queries/get-open-refund.ts';
import { GetPaymentHandler } from './queries/get-payment.ts';
import { GetProviderEventHandler } from './queries/get-provider-event.ts';
import { GetReceiptHandler } from './queries/get-receipt.ts';
import { GetReconciliationHandler } from './queries/get-reconciliation.ts';
import { GetRefundHandler } from './queries/get-refund.ts';
import { ListMissedEventsHandler } from './queries/list-missed-events.ts';
import { ListOpenPaymentsHandler } from './queries/list-open-payments.ts';
import { ListOpenReconciliationsHandler } from './queries/list-open-reconciliations.ts';
import { ListOpenRefundsHandler } from './queries/list-open-refunds.ts';
import { ListPaymentsHandler } from './queries/list-payments.ts';
import { ListPaymentsOfAllHandler } from './queries/list-payments-of-all.ts';
import { ListReconciliationsHandler } from './queries/list-reconciliations.ts';
import { ListWaitingEventsHandler } from './queries/list-waiting-events.ts';
import { PersonalDataOfBilling } from './queries/personal-data-of-billing.ts';
import { ReceiptPdf } from './templates/receipt-pdf.ts';

const commands = [
  ApplyProviderEventHandler,
  BeginRoundHandler,
  CompleteReconciliationHandler,
  EndRoundHandler,
  ForgetCustomerHandler,
  KeepProviderTransactionsHandler,
  LoseTrackHandler,
  LoseTrackOfRefundHandler,
  RecordOutcomeHandler,
  RecordRefundsHandler,
  RedactReceiptsHandler,
  RememberCustomerHandler,
  ReportTooManyChargesHandler,
  RequestDailyReconciliationHandler,
  RequestPaymentHandler,
  RequestReconciliationHandler,
  RequestRefundHandler,
  StoreProviderEventHandler,
  SubmitPaymentHandler,
];

const queries = [
  ExamineBooksHandler,
  ExportDifferencesHandler,
  ExportPaymentsHandler,
  GetBalancesHandler,
  GetCollectableHandler,
  GetCustomerHandler,
  GetOpenRefundHandler,
  GetPaymentHandler,
  GetProviderEventHandler,
  GetReceiptHandler,
  GetReconciliationHandler,
  GetRefundHandler,
  ListMissedEventsHandler,
  ListOpenPaymentsHandler,
  ListOpenReconciliationsHandler,
  ListOpenRefundsHandler,
  ListPaymentsHandler,
  ListPaymentsOfAllHandler,
  ListReconciliationsHandler,
  ListWaitingEventsHandler,
  PersonalDataOfBilling,
];

const processes = [
  CollectPayment,
  ForgetPayer,
  HandleProviderEvent,
  ReceiveWebhook,
  ReconcilePayments,
  ReconcileRefunds,
  ReconcileWithProvider,
  RefundPayment,
  SweepProviderEvents,
  WatchBooks,
];

const templates = [ReceiptPdf];

const metrics = [chargesRefused, ...booksGauges];

const jobs = [
  ForgetPayerOnAccountErased,
  HandleEventOnProviderEventReceived,
  ReconcilePaymentsEveryTenSeconds,
  ReconcileRefundsEveryTenSeconds,
  ReconcileWithProviderEveryDay,
  RedactReceiptsOnAccountErased,
  SweepProviderEventsEveryHour,
  WatchBooksEveryFiveMinutes,
];

/** Global, because it provides what its contract promises to the others. */
@Global()
@Module({
  imports: [
    MikroOrmModule.forFeature([paymentMapping, providerEventMapping, receiptMapping, refundMapping]),
    BullModule.registerQueue({ name: 'billing' }),
  ],
  controllers: [
    AdminPaymentsController,
    FinanceController,
    PaymentsController,
    ReceiptsController,
    ReconciliationController,
    RefundsController,
    StripeWebhookController,
  ],
  providers: [
    ...commands,
    ...queries,
    ...processes,
    ...templates,
    ...jobs,
    ...metrics,
    { provide: Stripe, inject: [Environment], useFactory: stripeClient },
    { provide: PaymentGateway, useClass: StripeGateway },
    { provide: RefundGateway, useClass: StripeRefundGateway },
    {
      provide: ChargeLimit,
      inject: [Environment],
      useFactory: ({ CHARGES_PER_DAY }: Environment) => new ChargeLimit(CHARGES_PER_DAY),
    },
    {
      provide: RefundPolicy,
      inject: [Environment],
      useFactory: ({ REFUND_WINDOW_DAYS }: Environment) => new RefundPolicy(REFUND_WINDOW_DAYS),
    },
    { provide: BalanceGateway, useClass: StripeBalanceGateway },
    { provide: EventFeed, useClass: StripeEventFeed },
    { provide: EventVerifier, useClass: StripeEventVerifier },
    {
      provide: MoneyLedger,
      inject: [EntityManager],
      useFactory: (em: EntityManager) => new PostgresLedger(em, 'billing'),
    },
    { provide: Customers, useClass: CustomerRepository },
    { provide: Payments, useClass: PaymentRepository },
    { provide: Refunds, useClass: RefundRepository },
    { provide: ProviderEvents, useClass: ProviderEventRepository },
    { provide: Reconciliations, useClass: ReconciliationRepository },
    { provide: Rounds, useClass: RoundRepository },
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
