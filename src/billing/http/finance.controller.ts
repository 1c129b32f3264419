import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { balancePageView, balancesQuery, GetBalances } from '../queries/get-balances.ts';

@ApiTags('billing')
@Controller('api/finance')
@Requires('finance:read')
export class FinanceController {
  constructor(private readonly queries: QueryBus) {}

  @Get('ledger')
  @ApiOperation({ summary: 'What each account of the money ledger holds' })
  @ApiOkResponse({ standardSchema: balancePageView })
  ledger(@Query({ schema: balancesQuery }) page: z.infer<typeof balancesQuery>) {
    return this.queries.execute(new GetBalances(page));
  }
}
