import { Body, Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { CSV_HAS_ALL, LIST_TYPES, type ListType } from '../../kernel/http/csv.ts';
import { Idempotent, OperationId } from '../../kernel/http/idempotent.decorator.ts';
import { Limited } from '../../kernel/http/limited.decorator.ts';
import { Offers, Preferred } from '../../kernel/http/negotiation.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import {
  COLLECTION_PROBLEMS,
  collectionView,
  PaymentCollection,
  PURPOSES,
  paymentDetailView,
  paymentMethodInput,
} from '../billing.contract.ts';
import { PaymentNotFound } from '../domain/payment.errors.ts';
import { ExportPayments } from '../queries/export-payments.ts';
import { GetPayment } from '../queries/get-payment.ts';
import { ListPayments, paymentPageView } from '../queries/list-payments.ts';
import { paymentsQuery } from '../queries/payments-where.ts';
import { paymentsCsv } from './payments-csv.ts';

const processRequest = z
  .strictObject({
    purpose: z.enum(PURPOSES).meta({ example: 'course_purchase' }),
    reference: uuid.describe('what is paid for, e.g. the id of a purchase'),
    paymentMethod: paymentMethodInput.optional(),
  })
  .meta({ id: 'ProcessPayment' });

@ApiTags('billing')
@Controller('api/payments')
@Requires('payments:own')
export class PaymentsController {
  constructor(
    private readonly queries: QueryBus,
    private readonly collection: PaymentCollection,
  ) {}

  @Post('process')
  @HttpCode(200)
  @Limited('money')
  @Idempotent()
  @ApiOperation({
    summary: 'Pay for something that is waiting to be paid',
    description:
      'The amount is what was agreed when it was bought. Without a payment method it goes on with the one that is being charged, or charges your default. Repeat it with another one after a decline.',
  })
  @ApiOkResponse({ standardSchema: collectionView })
  @ApiProblems(...COLLECTION_PROBLEMS)
  process(
    @Body({ schema: processRequest }) body: z.infer<typeof processRequest>,
    @OperationId() operationId: string,
    @Actor() actor: Principal,
  ) {
    const { purpose, reference, paymentMethod } = body;
    return this.collection.pay(actor.userId, purpose, reference, { paymentMethod, operationId });
  }

  @Get('history')
  @ApiOperation({ summary: 'Your payments, newest first', description: CSV_HAS_ALL })
  @ApiOkResponse({ standardSchema: paymentPageView })
  @Offers(LIST_TYPES)
  async history(
    @Query({ schema: paymentsQuery }) filter: z.infer<typeof paymentsQuery>,
    @Preferred(LIST_TYPES) type: ListType,
    @Actor() { userId }: Principal,
  ) {
    if (type === 'application/json') return this.queries.execute(new ListPayments(userId, filter));
    return paymentsCsv(await this.queries.execute(new ExportPayments({ ...filter, payer: userId })));
  }

  @Get(':id')
  @ApiOperation({ summary: 'One of your payments, with its refunds and disputes' })
  @ApiOkResponse({ standardSchema: paymentDetailView })
  @ApiProblems(PaymentNotFound)
  one(@Param('id', { schema: uuid }) id: string, @Actor() actor: Principal) {
    return this.queries.execute(new GetPayment(id, actor.userId));
  }
}
