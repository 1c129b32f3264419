import { Body, Controller, Get, HttpCode, Post, Query } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { ApiAcceptedResponse, ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { DAY_MS } from '../../kernel/domain/clock.ts';
import { ApiProblems } from '../../kernel/http/api-problems.decorator.ts';
import { CSV } from '../../kernel/http/csv.ts';
import { Limited } from '../../kernel/http/limited.decorator.ts';
import { Offers, Preferred } from '../../kernel/http/negotiation.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { RequestReconciliation } from '../commands/request-reconciliation.ts';
import { PeriodNotOver, ReconciliationNotFound } from '../domain/reconciliation.errors.ts';
import { ExportDifferences } from '../queries/export-differences.ts';
import { GetReconciliation, reconciliationQuery } from '../queries/get-reconciliation.ts';
import { ListReconciliations, reconciliationsQuery } from '../queries/list-reconciliations.ts';
import { reconciliationDetailView, reconciliationPageView } from '../queries/reconciliation.view.ts';
import { differencesCsv } from './differences-csv.ts';

const TYPES = ['application/json', CSV] as const;
const MOST_DAYS = 31;
/** Of the provider. */
const FIRST_DAY = '2011-01-01';
const day = z.iso
  .date()
  .regex(/^[1-9]/)
  .describe('UTC');

const periodRequest = z
  .strictObject({ from: day.meta({ example: '2026-03-01' }), to: day.meta({ example: '2026-03-31' }) })
  .refine(({ from }) => from >= FIRST_DAY, { error: `Nothing was before ${FIRST_DAY}`, path: ['from'] })
  .refine(({ from, to }) => from <= to, { error: 'The last day is before the first', path: ['to'] })
  .refine(({ from, to }) => Date.parse(to) - Date.parse(from) < MOST_DAYS * DAY_MS, {
    error: `At most ${MOST_DAYS} days are compared at once`,
    path: ['to'],
  })
  .meta({ id: 'RequestReconciliation' });

const requestedView = z.strictObject({ id: z.uuid() }).meta({ id: 'RequestedReconciliation' });

@ApiTags('billing')
@Controller('api/finance')
@Requires('finance:read')
export class ReconciliationController {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
  ) {}

  @Get('reconciliation')
  @ApiOperation({
    summary: "How the ledger compares with the provider's balance",
    description:
      'The latest of those that are made every day, or the latest of a day that was asked for. As CSV it is one file with all differences, whatever `limit` and `cursor` say.',
  })
  @ApiOkResponse({ standardSchema: reconciliationDetailView })
  @ApiProblems(ReconciliationNotFound)
  @Offers(TYPES)
  async one(
    @Query({ schema: reconciliationQuery }) asked: z.infer<typeof reconciliationQuery>,
    @Preferred(TYPES) type: (typeof TYPES)[number],
  ) {
    if (type === 'application/json') return this.queries.execute(new GetReconciliation(asked));
    return differencesCsv(await this.queries.execute(new ExportDifferences(asked.day)));
  }

  @Get('reconciliations')
  @ApiOperation({ summary: 'All comparisons, newest first' })
  @ApiOkResponse({ standardSchema: reconciliationPageView })
  list(@Query({ schema: reconciliationsQuery }) page: z.infer<typeof reconciliationsQuery>) {
    return this.queries.execute(new ListReconciliations(page));
  }

  @Post('reconciliations')
  @HttpCode(202)
  @Requires('finance:reconcile')
  @Limited('money')
  @ApiOperation({
    summary: 'Ask for a comparison of some days',
    description: 'It is made within minutes. Asking again before that finds the same.',
  })
  @ApiAcceptedResponse({ standardSchema: requestedView })
  @ApiProblems(PeriodNotOver)
  request(
    @Body({ schema: periodRequest }) period: z.infer<typeof periodRequest>,
    @Actor() { userId }: Principal,
  ): Promise<z.infer<typeof requestedView>> {
    return this.commands.execute(new RequestReconciliation(period, userId));
  }
}
