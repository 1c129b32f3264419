import { MikroOrmModule } from '@mikro-orm/nestjs';
import { EntityManager } from '@mikro-orm/postgresql';
import { BullModule } from '@nestjs/bull';
import { Global, Module } from '@nestjs/common';
import Stripe from 'stripe';
import { Environment } from '../config/environment.ts';
import { PostgresLedger } from '../kernel/ledger/postgres-ledger.ts';
import { PaymentCollection } from './billing.contract.ts';
import { ApplyProviderEventHandler } from './commands/apply-provider-event.ts';
import { AskForMethodsHandler } from './commands/ask-for-methods.ts';
import { BeginRoundHandler } from './commands/begin-round.ts';
import { ClosePayoutAccountHandler } from './commands/close-payout-account.ts';
import { CompleteReconciliationHandler } from './commands/complete-reconciliation.ts';
import { EndRoundHandler } from './commands/end-round.ts';
import { ForgetCustomerHandler } from './commands/forget-customer.ts';
import { GiveAnswerHandler } from './commands/give-answer.ts';
import { KeepProviderTransactionsHandler } from './commands/keep-provider-transactions.ts';
import { LoseTrackHandler } from './commands/lose-track.ts';
import { LoseTrackOfDisputeHandler } from './commands/lose-track-of-dispute.ts';
import { LoseTrackOfPayoutHandler } from './commands/lose-track-of-payout.ts';
import { LoseTrackOfRefundHandler } from './commands/lose-track-of-refund.ts';
import { RecordDisputesHandler } from './commands/record-disputes.ts';
import { RecordMethodsHandler } from './commands/record-methods.ts';
import { RecordOutcomeHandler } from './commands/record-outcome.ts';
import { RecordPayoutAccountHandler } from './commands/record-payout-account.ts';
import { RecordRefundsHandler } from './commands/record-refunds.ts';
import { RecordTransferHandler } from './commands/record-transfer.ts';
import { RedactReceiptsHandler } from './commands/redact-receipts.ts';
import { RememberCustomerHandler } from './commands/remember-customer.ts';
import { RememberPayoutAccountHandler } from './commands/remember-payout-account.ts';
import { RenewRoundHandler } from './commands/renew-round.ts';
import { ReportTooManyChargesHandler } from './commands/report-too-many-charges.ts';
import { RequestDailyReconciliationHandler } from './commands/request-daily-reconciliation.ts';
import { RequestPaymentHandler } from './commands/request-payment.ts';
import { RequestPayoutHandler } from './commands/request-payout.ts';
import { RequestReconciliationHandler } from './commands/request-reconciliation.ts';
import { RequestRefundHandler } from './commands/request-refund.ts';
import { SkipPayoutHandler } from './commands/skip-payout.ts';
import { StartPayoutRunHandler } from './commands/start-payout-run.ts';
import { StoreProviderEventHandler } from './commands/store-provider-event.ts';
import { SubmitPaymentHandler } from './commands/submit-payment.ts';
import { VoidPaymentHandler } from './commands/void-payment.ts';
import { BalanceGateway } from './domain/balance-gateway.ts';
import { ChargeLimit } from './domain/charge-limit.ts';
import { Customers } from './domain/customers.ts';
import { DisputeGateway } from './domain/dispute-gateway.ts';
import { Disputes } from './domain/disputes.ts';
import { Earnings } from './domain/earning.ts';
import { MoneyLedger } from './domain/money-ledger.ts';
import { PaymentGateway } from './domain/payment-gateway.ts';
import { PaymentMethodGateway } from './domain/payment-method-gateway.ts';
import { PaymentMethods } from './domain/payment-methods.ts';
import { Payments } from './domain/payments.ts';
import { Payouts } from './domain/payout.ts';
import { PayoutAccounts } from './domain/payout-account.ts';
import { PayoutGateway } from './domain/payout-gateway.ts';
import { PayoutPolicy } from './domain/payout-policy.ts';
import { PayoutRuns } from './domain/payout-run.ts';
import { EventFeed, EventVerifier, ProviderEvents } from './domain/provider-event.ts';
import { Receipts, Seller } from './domain/receipt.ts';
import { Reconciliations } from './domain/reconciliations.ts';
import { RefundGateway } from './domain/refund-gateway.ts';
import { RefundPolicy } from './domain/refund-policy.ts';
import { Refunds } from './domain/refunds.ts';
import { Rounds } from './domain/rounds.ts';
import { StripeBalanceGateway } from './gateways/stripe-balance-gateway.ts';
import { stripeClient } from './gateways/stripe-client.ts';
import { StripeDisputeGateway } from './gateways/stripe-dispute-gateway.ts';
import { StripeEventFeed } from './gateways/stripe-event-feed.ts';
import { StripeEventVerifier } from './gateways/stripe-event-verifier.ts';
import { StripeGateway } from './gateways/stripe-gateway.ts';
import { StripeMethodGateway } from './gateways/stripe-method-gateway.ts';
import { StripePayoutGateway } from './gateways/stripe-payout-gateway.ts';
import { StripeRefundGateway } from './gateways/stripe-refund-gateway.ts';
import { AdminPaymentsController } from './http/admin-payments.controller.ts';
import { AdminPayoutsController } from './http/admin-payouts.controller.ts';
import { DisputesController } from './http/disputes.controller.ts';
import { FinanceController } from './http/finance.controller.ts';
import { PaymentMethodsController } from './http/payment-methods.controller.ts';
import { PaymentsController } from './http/payments.controller.ts';
import { PayoutsController } from './http/payouts.controller.ts';
import { ReceiptsController } from './http/receipts.controller.ts';
import { ReconciliationController } from './http/reconciliation.controller.ts';
import { RefundsController } from './http/refunds.controller.ts';
import { StripeWebhookController } from './http/stripe-webhook.controller.ts';
import { ClosePayoutAccountOnAccountErased } from './jobs/close-payout-account-on-account-erased.ts';
import { ForgetPayerOnAccountErased } from './jobs/forget-payer-on-account-erased.ts';
import { HandleEventOnProviderEventReceived } from './jobs/handle-event-on-provider-event-received.ts';
import { LogDisputeOnPaymentDisputed } from './jobs/log-dispute-on-payment-disputed.ts';
import { PayOutOnPayoutDue } from './jobs/pay-out-on-payout-due.ts';
import { ReconcileEveryTenSeconds } from './jobs/reconcile-every-ten-seconds.ts';
import { ReconcileWithProviderEveryDay } from './jobs/reconcile-with-provider-every-day.ts';
import { RedactReceiptsOnAccountErased } from './jobs/redact-receipts-on-account-erased.ts';
import { StartMonthlyRunEveryTenMinutes } from './jobs/start-monthly-run-every-ten-minutes.ts';
import { SweepProviderEventsEveryHour } from './jobs/sweep-provider-events-every-hour.ts';
import { WatchBooksEveryFiveMinutes } from './jobs/watch-books-every-five-minutes.ts';
import { CustomerRepository } from './persistence/customer.repository.ts';
import { disputeMapping } from './persistence/dispute.mapping.ts';
import { DisputeRepository } from './persistence/dispute.repository.ts';
import { EarningRepository } from './persistence/earning.repository.ts';
import { paymentMapping } from './persistence/payment.mapping.ts';
import { PaymentRepository } from './persistence/payment.repository.ts';
import { PaymentMethodRepository } from './persistence/payment-method.repository.ts';
import { payoutMapping } from './persistence/payout.mapping.ts';
import { PayoutRepository } from './persistence/payout.repository.ts';
import { PayoutAccountRepository } from './persistence/payout-account.repository.ts';
import { payoutRunMapping } from './persistence/payout-run.mapping.ts';
import { PayoutRunRepository } from './persistence/payout-run.repository.ts';
import { providerEventMapping } from './persistence/provider-event.mapping.ts';
import { ProviderEventRepository } from './persistence/provider-event.repository.ts';
import { receiptMapping } from './persistence/receipt.mapping.ts';
import { ReceiptRepository } from './persistence/receipt.repository.ts';
import { ReconciliationRepository } from './persistence/reconciliation.repository.ts';
import { refundMapping } from './persistence/refund.mapping.ts';
import { RefundRepository } from './persistence/refund.repository.ts';
import { RoundRepository } from './persistence/round.repository.ts';
import { AnswerDispute } from './processes/answer-dispute.ts';
import { booksGauges } from './processes/books-gauges.ts';
import { chargesRefused } from './processes/charges-refused.ts';
import { ChooseDefaultMethod } from './processes/choose-default-method.ts';
import { CollectPayment } from './processes/collect-payment.ts';
import { ForgetPayer } from './processes/forget-payer.ts';
import { HandleProviderEvent } from './processes/handle-provider-event.ts';
import { HearOfPayouts } from './processes/hear-of-payouts.ts';
import { IntroduceCustomer } from './processes/introduce-customer.ts';
import { OnboardPayee } from './processes/onboard-payee.ts';
import { PayOut } from './processes/pay-out.ts';
import { PayOutInRun } from './processes/pay-out-in-run.ts';
import { ReceiveWebhook } from './processes/receive-webhook.ts';
import { Reconcile } from './processes/reconcile.ts';
import { ReconcileWithProvider } from './processes/reconcile-with-provider.ts';
import { RefreshMethods } from './processes/refresh-methods.ts';
import { RefundPayment } from './processes/refund-payment.ts';
import { RemoveMethod } from './processes/remove-method.ts';
import { RunPayouts } from './processes/run-payouts.ts';
import { SetUpMethod } from './processes/set-up-method.ts';
import { SweepProviderEvents } from './processes/sweep-provider-events.ts';
import { WatchBooks } from './processes/watch-books.ts';
import { CountOpenDisputesHandler } from './queries/count-open-disputes.ts';
import { ExamineBooksHandler } from './queries/examine-books.ts';
import { ExportDifferencesHandler } from './queries/export-differences.ts';
import { ExportPaymentsHandler } from './queries/export-payments.ts';
import { GetBalancesHandler } from './queries/get-balances.ts';
import { GetCollectableHandler } from './queries/get-collectable.ts';
import { GetCustomerHandler } from './queries/get-customer.ts';
import { GetDisputeHandler } from './queries/get-dispute.ts';
import { GetEarnedHandler } from './queries/get-earned.ts';
import { GetOpenDisputeHandler } from './queries/get-open-dispute.ts';
import { GetOpenPayoutHandler } from './queries/get-open-payout.ts';
import { GetOpenRefundHandler } from './queries/get-open-refund.ts';
import { GetPaymentHandler } from './queries/get-payment.ts';
import { GetPaymentMethodHandler } from './queries/get-payment-method.ts';
import { GetPayoutHandler } from './queries/get-payout.ts';
import { GetPayoutAccountHandler } from './queries/get-payout-account.ts';
import { GetPayoutBalanceHandler } from './queries/get-payout-balance.ts';
import { GetPayoutEventHandler } from './queries/get-payout-event.ts';
import { GetPayoutRunHandler } from './queries/get-payout-run.ts';
import { GetProviderEventHandler } from './queries/get-provider-event.ts';
import { GetReceiptHandler } from './queries/get-receipt.ts';
import { GetReconciliationHandler } from './queries/get-reconciliation.ts';
import { GetRefundHandler } from './queries/get-refund.ts';
import { ListBestSellersHandler } from './queries/list-best-sellers.ts';
import { ListDisputesHandler } from './queries/list-disputes.ts';
import { ListDueHandler } from './queries/list-due.ts';
import { ListEarningsHandler } from './queries/list-earnings.ts';
import { ListMissedEventsHandler } from './queries/list-missed-events.ts';
import { ListOpenReconciliationsHandler } from './queries/list-open-reconciliations.ts';
import { ListPaymentMethodsHandler } from './queries/list-payment-methods.ts';
import { ListPaymentsHandler } from './queries/list-payments.ts';
import { ListPaymentsOfAllHandler } from './queries/list-payments-of-all.ts';
import { ListPayoutRunLinesHandler } from './queries/list-payout-run-lines.ts';
import { ListPayoutsHandler } from './queries/list-payouts.ts';
import { ListReconciliationsHandler } from './queries/list-reconciliations.ts';
import { ListSalesHandler } from './queries/list-sales.ts';
import { ListWaitingEventsHandler } from './queries/list-waiting-events.ts';
import { PersonalDataOfBilling } from './queries/personal-data-of-billing.ts';
import { ReceiptPdf } from './templates/receipt-pdf.ts';

const commands = [
  ApplyProviderEventHandler,
  AskForMethodsHandler,
  BeginRoundHandler,
  ClosePayoutAccountHandler,
  CompleteReconciliationHandler,
  EndRoundHandler,
  ForgetCustomerHandler,
  GiveAnswerHandler,
  KeepProviderTransactionsHandler,
  LoseTrackHandler,
  LoseTrackOfDisputeHandler,
  LoseTrackOfPayoutHandler,
  LoseTrackOfRefundHandler,
  RecordDisputesHandler,
  RecordMethodsHandler,
  RecordOutcomeHandler,
  RecordPayoutAccountHandler,
  RecordRefundsHandler,
  RecordTransferHandler,
  RedactReceiptsHandler,
  RememberCustomerHandler,
  RememberPayoutAccountHandler,
  RenewRoundHandler,
  ReportTooManyChargesHandler,
  RequestDailyReconciliationHandler,
  RequestPaymentHandler,
  RequestPayoutHandler,
  RequestReconciliationHandler,
  RequestRefundHandler,
  SkipPayoutHandler,
  StartPayoutRunHandler,
  StoreProviderEventHandler,
  SubmitPaymentHandler,
  VoidPaymentHandler,
];

const queries = [
  CountOpenDisputesHandler,
  ExamineBooksHandler,
  ExportDifferencesHandler,
  ExportPaymentsHandler,
  GetBalancesHandler,
  GetCollectableHandler,
  GetCustomerHandler,
  GetDisputeHandler,
  GetEarnedHandler,
  GetOpenDisputeHandler,
  GetOpenPayoutHandler,
  GetOpenRefundHandler,
  GetPaymentHandler,
  GetPaymentMethodHandler,
  GetPayoutAccountHandler,
  GetPayoutBalanceHandler,
  GetPayoutEventHandler,
  GetPayoutHandler,
  GetPayoutRunHandler,
  GetProviderEventHandler,
  GetReceiptHandler,
  GetReconciliationHandler,
  GetRefundHandler,
  ListBestSellersHandler,
  ListDisputesHandler,
  ListDueHandler,
  ListEarningsHandler,
  ListMissedEventsHandler,
  ListOpenReconciliationsHandler,
  ListPaymentMethodsHandler,
  ListPaymentsHandler,
  ListPaymentsOfAllHandler,
  ListPayoutRunLinesHandler,
  ListPayoutsHandler,
  ListReconciliationsHandler,
  ListSalesHandler,
  ListWaitingEventsHandler,
  PersonalDataOfBilling,
];

const processes = [
  AnswerDispute,
  ChooseDefaultMethod,
  CollectPayment,
  ForgetPayer,
  HandleProviderEvent,
  HearOfPayouts,
  IntroduceCustomer,
  OnboardPayee,
  PayOut,
  PayOutInRun,
  ReceiveWebhook,
  Reconcile,
  ReconcileWithProvider,
  RefreshMethods,
  RefundPayment,
  RemoveMethod,
  RunPayouts,
  SetUpMethod,
  SweepProviderEvents,
  WatchBooks,
];

const templates = [ReceiptPdf];

const metrics = [chargesRefused, ...booksGauges];

const jobs = [
  ClosePayoutAccountOnAccountErased,
  ForgetPayerOnAccountErased,
  HandleEventOnProviderEventReceived,
  LogDisputeOnPaymentDisputed,
  PayOutOnPayoutDue,
  ReconcileEveryTenSeconds,
  ReconcileWithProviderEveryDay,
  RedactReceiptsOnAccountErased,
  StartMonthlyRunEveryTenMinutes,
  SweepProviderEventsEveryHour,
  WatchBooksEveryFiveMinutes,
];

/** Global, because it provides what its contract promises to the others. */
@Global()
@Module({
  imports: [
    MikroOrmModule.forFeature([
      disputeMapping,
      paymentMapping,
      payoutMapping,
      payoutRunMapping,
      providerEventMapping,
      receiptMapping,
      refundMapping,
    ]),
    BullModule.registerQueue({ name: 'billing' }, { name: 'payouts' }),
  ],
  controllers: [
    AdminPaymentsController,
    AdminPayoutsController,
    DisputesController,
    FinanceController,
    PaymentMethodsController,
    PaymentsController,
    PayoutsController,
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
    { provide: DisputeGateway, useClass: StripeDisputeGateway },
    { provide: PaymentGateway, useClass: StripeGateway },
    { provide: PayoutGateway, useClass: StripePayoutGateway },
    { provide: PaymentMethodGateway, useClass: StripeMethodGateway },
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
    {
      provide: PayoutPolicy,
      inject: [Environment],
      useFactory: ({ PAYOUT_HOLD_DAYS, REFUND_WINDOW_DAYS, PAYOUT_MINIMUMS }: Environment) =>
        PayoutPolicy.from(PAYOUT_HOLD_DAYS ?? REFUND_WINDOW_DAYS, PAYOUT_MINIMUMS),
    },
    { provide: Customers, useClass: CustomerRepository },
    { provide: Earnings, useClass: EarningRepository },
    { provide: PaymentMethods, useClass: PaymentMethodRepository },
    { provide: Payments, useClass: PaymentRepository },
    { provide: PayoutAccounts, useClass: PayoutAccountRepository },
    { provide: PayoutRuns, useClass: PayoutRunRepository },
    { provide: Payouts, useClass: PayoutRepository },
    { provide: Disputes, useClass: DisputeRepository },
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
