import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { disputePageView, disputesQuery, ListDisputes } from '../queries/list-disputes.ts';

@ApiTags('billing')
@Controller('api/admin/disputes')
@Requires('payments:read')
export class DisputesController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: "Everybody's disputes, newest first, with the day until which each can be answered" })
  @ApiOkResponse({ standardSchema: disputePageView })
  list(@Query({ schema: disputesQuery }) filter: z.infer<typeof disputesQuery>) {
    return this.queries.execute(new ListDisputes(filter));
  }
}
