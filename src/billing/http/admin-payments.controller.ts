import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { CSV_HAS_ALL, LIST_TYPES, type ListType } from '../../kernel/http/csv.ts';
import { Offers, Preferred } from '../../kernel/http/negotiation.ts';
import { ExportPayments } from '../queries/export-payments.ts';
import { ListPaymentsOfAll } from '../queries/list-payments-of-all.ts';
import { payerPaymentPageView } from '../queries/payer-payment.view.ts';
import { paymentsOfAllQuery } from '../queries/payments-where.ts';
import { paymentsCsv } from './payments-csv.ts';

@ApiTags('billing')
@Controller('api/admin/payments')
@Requires('payments:read')
export class AdminPaymentsController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: "Everybody's payments, newest first", description: CSV_HAS_ALL })
  @ApiOkResponse({ standardSchema: payerPaymentPageView })
  @Offers(LIST_TYPES)
  async list(
    @Query({ schema: paymentsOfAllQuery }) filter: z.infer<typeof paymentsOfAllQuery>,
    @Preferred(LIST_TYPES) type: ListType,
  ) {
    if (type === 'application/json') return this.queries.execute(new ListPaymentsOfAll(filter));
    return paymentsCsv(await this.queries.execute(new ExportPayments(filter)));
  }
}
