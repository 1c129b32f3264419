import { Controller, Get, HttpCode, Param, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { Idempotent, OperationId } from '../../kernel/http/idempotent.decorator.ts';
import { Limited } from '../../kernel/http/limited.decorator.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { uuid } from '../../kernel/http/uuid.ts';
import { StartPayoutRun } from '../commands/start-payout-run.ts';
import { PayoutRunNotFound, PayoutRunStarted } from '../domain/payout.errors.ts';
import { GetPayoutRun, payoutRunView } from '../queries/get-payout-run.ts';
import { ListPayoutRunLines, runLinePageView, runLinesQuery } from '../queries/list-payout-run-lines.ts';
import { ListPayouts, payeePayoutPageView, payoutsOfAllQuery } from '../queries/list-payouts.ts';

@ApiTags('billing')
@Controller('api/admin/payouts')
export class AdminPayoutsController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get()
  @Requires('finance:read')
  @ApiOperation({ summary: "Everybody's payouts, newest first" })
  @ApiOkResponse({ standardSchema: payeePayoutPageView })
  list(@Query({ schema: payoutsOfAllQuery }) filter: z.infer<typeof payoutsOfAllQuery>) {
    return this.queries.execute(new ListPayouts(filter));
  }

  @Post('run')
  @Requires('payouts:run')
  @HttpCode(202)
  @Limited('money')
  @Idempotent()
  @ApiOperation({
    summary: 'Pay out to everybody who has enough available',
    description:
      'As happens by itself on the first day of each month (UTC). Each payee is paid afterwards: see the run.',
  })
  @ApiAcceptedResponse({ standardSchema: payoutRunView, description: 'Who is skipped is known; the others wait.' })
  @ApiProblems(PayoutRunStarted)
  async run(@OperationId() operationId: string, @Actor() { userId: startedBy }: Principal) {
    const { runId } = await this.commands.execute(new StartPayoutRun({ operationId, startedBy }));
    return this.queries.execute(new GetPayoutRun(runId));
  }

  @Get('runs/:id')
  @Requires('finance:read')
  @ApiOperation({ summary: 'What a run came to so far' })
  @ApiOkResponse({ standardSchema: payoutRunView })
  @ApiProblems(PayoutRunNotFound)
  one(@Param('id', { schema: uuid }) id: string) {
    return this.queries.execute(new GetPayoutRun(id));
  }

  @Get('runs/:id/lines')
  @Requires('finance:read')
  @ApiOperation({ summary: 'Whom a run paid, whom it skipped, and why' })
  @ApiOkResponse({ standardSchema: runLinePageView })
  @ApiProblems(PayoutRunNotFound)
  lines(
    @Param('id', { schema: uuid }) id: string,
    @Query({ schema: runLinesQuery }) page: z.infer<typeof runLinesQuery>,
  ) {
    return this.queries.execute(new ListPayoutRunLines(id, page));
  }
}
