import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { CURRENCIES, MAX_CHARGE } from '../../kernel/domain/money.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Idempotent, OperationId } from '../../kernel/http/idempotent.decorator.ts';
import { Limited } from '../../kernel/http/limited.decorator.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { payoutView } from '../billing.contract.ts';
import { RequestPayout } from '../commands/request-payout.ts';
import { OutcomeUnknown } from '../domain/payment.errors.ts';
import {
  NothingAvailable,
  PayoutAccountMissing,
  PayoutAccountNotReady,
  PayoutAccountRefused,
  PayoutBelowMinimum,
  PayoutCurrencyNotHeld,
  PayoutExceedsAvailable,
} from '../domain/payout.errors.ts';
import { OnboardPayee } from '../processes/onboard-payee.ts';
import { PayOut } from '../processes/pay-out.ts';
import { GetPayoutBalance, payoutBalancesView } from '../queries/get-payout-balance.ts';
import { ListPayouts, payeePayoutPageView, payoutsQuery } from '../queries/list-payouts.ts';

const payoutRequest = z
  .strictObject({
    currency: z.enum(CURRENCIES).meta({ example: 'USD' }),
    amount: z
      .int()
      .min(1)
      .max(MAX_CHARGE)
      .optional()
      .describe('minor units; absent for all that is available')
      .meta({ example: 3499 }),
  })
  .meta({ id: 'RequestPayout' });

const onboardingView = z
  .strictObject({
    url: z.url().describe('send the payee here; it works once, and not for long'),
    expiresAt: z.iso.datetime(),
  })
  .meta({ id: 'Onboarding' });

@ApiTags('billing')
@Controller('api/payouts')
@Requires('payouts:own')
export class PayoutsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly paying: PayOut,
    private readonly onboarding: OnboardPayee,
  ) {}

  @Get()
  @ApiOperation({ summary: 'Your payouts, newest first' })
  @ApiOkResponse({ standardSchema: payeePayoutPageView })
  list(@Query({ schema: payoutsQuery }) filter: z.infer<typeof payoutsQuery>, @Actor() { userId }: Principal) {
    return this.queries.execute(new ListPayouts({ ...filter, payee: userId }));
  }

  @Get('balance')
  @ApiOperation({
    summary: 'What you can be paid out now, and what not yet',
    description: 'With the state of your account at Stripe, as it was last told of.',
  })
  @ApiOkResponse({ standardSchema: payoutBalancesView })
  balance(@Actor() { userId }: Principal) {
    return this.queries.execute(new GetPayoutBalance(userId));
  }

  @Post('onboard')
  @HttpCode(200)
  @Limited('money')
  @ApiOperation({
    summary: 'Set up the account that you are paid out to',
    description:
      'Answers a fresh link to Stripe, each time; the account is one. Ask again for what Stripe still wants.',
  })
  @ApiOkResponse({ standardSchema: onboardingView })
  @ApiProblems(PayoutAccountMissing, PayoutAccountRefused, OutcomeUnknown)
  async onboard(@Actor() { userId }: Principal) {
    const { url, expiresAt } = await this.onboarding.onboard(userId);
    return { url, expiresAt: expiresAt.toISOString() };
  }

  @Post('request')
  @HttpCode(200)
  @Limited('money')
  @Idempotent()
  @ApiOperation({
    summary: 'Be paid out what is available',
    description: 'A payout that failed says why; its amount is available again.',
  })
  @ApiOkResponse({ standardSchema: payoutView })
  @ApiProblems(
    PayoutAccountMissing,
    PayoutAccountNotReady,
    NothingAvailable,
    PayoutBelowMinimum,
    PayoutExceedsAvailable,
    PayoutCurrencyNotHeld,
    OutcomeUnknown,
  )
  request(
    @Body({ schema: payoutRequest }) { currency, amount }: z.infer<typeof payoutRequest>,
    @OperationId() operationId: string,
    @Actor() { userId }: Principal,
  ) {
    return this.paying.payOut(new RequestPayout(userId, currency, { operationId }, amount));
  }
}
