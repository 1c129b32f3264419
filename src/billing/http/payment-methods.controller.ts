import { Body, Controller, Delete, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiCreatedResponse, ApiNoContentResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Idempotent, OperationId } from '../../kernel/http/idempotent.decorator.ts';
import { Limited } from '../../kernel/http/limited.decorator.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { providerMethodInput } from '../billing.contract.ts';
import { OutcomeUnknown } from '../domain/payment.errors.ts';
import { PaymentMethodDeclined, PaymentMethodNotFound } from '../domain/payment-method.errors.ts';
import { ChooseDefaultMethod } from '../processes/choose-default-method.ts';
import { RemoveMethod } from '../processes/remove-method.ts';
import { SetUpMethod } from '../processes/set-up-method.ts';
import { ListPaymentMethods, paymentMethodPageView, paymentMethodsQuery } from '../queries/list-payment-methods.ts';
import { paymentMethodView, setupView } from '../queries/payment-method.view.ts';

const setupRequest = z
  .strictObject({
    paymentMethod: providerMethodInput.optional().describe('saved at once; without it, enter one with Stripe.js'),
  })
  .meta({ id: 'SetUpPaymentMethod' });

@ApiTags('billing')
@Controller('api/payment-methods')
@Requires('payments:own')
export class PaymentMethodsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly setups: SetUpMethod,
    private readonly choice: ChooseDefaultMethod,
    private readonly removal: RemoveMethod,
  ) {}

  @Post('setup')
  @Limited('money')
  @Idempotent()
  @ApiOperation({
    summary: 'Save a payment method for later',
    description:
      'Hand the `clientSecret` to Stripe.js, or name a `paymentMethod` that is saved at once unless the bank wants 3-D Secure. The only saved method is the default.',
  })
  @ApiCreatedResponse({ standardSchema: setupView })
  @ApiProblems(PaymentMethodDeclined, PaymentMethodNotFound, OutcomeUnknown)
  setUp(
    @Body({ schema: setupRequest }) { paymentMethod }: z.infer<typeof setupRequest>,
    @OperationId() operationId: string,
    @Actor() { userId }: Principal,
  ) {
    return this.setups.setUp(userId, operationId, paymentMethod);
  }

  @Get()
  @ApiOperation({ summary: 'Your saved payment methods, newest first' })
  @ApiOkResponse({ standardSchema: paymentMethodPageView })
  list(
    @Query({ schema: paymentMethodsQuery }) page: z.infer<typeof paymentMethodsQuery>,
    @Actor() { userId }: Principal,
  ) {
    return this.queries.execute(new ListPaymentMethods(userId, page));
  }

  @Post(':id/default')
  @HttpCode(200)
  @Limited('money')
  @ApiOperation({ summary: 'Charge this payment method where none is named' })
  @ApiOkResponse({ standardSchema: paymentMethodView })
  @ApiProblems(PaymentMethodNotFound, OutcomeUnknown)
  makeDefault(@Param('id', { schema: uuid }) methodId: string, @Actor() { userId }: Principal) {
    return this.choice.choose(userId, methodId);
  }

  @Delete(':id')
  @HttpCode(204)
  @Limited('money')
  @ApiOperation({ summary: 'Forget a payment method' })
  @ApiNoContentResponse()
  @ApiProblems(PaymentMethodNotFound, OutcomeUnknown)
  async remove(@Param('id', { schema: uuid }) methodId: string, @Actor() { userId }: Principal) {
    await this.removal.remove(userId, methodId);
  }
}
