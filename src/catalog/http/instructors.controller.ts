import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Requires } from '../../identity/access.contract.ts';
import { CSV_HAS_ALL, LIST_TYPES, type ListType } from '../../kernel/http/csv.ts';
import { Offers, Preferred } from '../../kernel/http/negotiation.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { courseEarningsPageView, courseSalePageView, dashboardView } from '../queries/earnings.view.ts';
import { ExportCourseEarnings } from '../queries/export-course-earnings.ts';
import { ExportCourseSales } from '../queries/export-course-sales.ts';
import { GetDashboard } from '../queries/get-dashboard.ts';
import { courseEarningsQuery, ListCourseEarnings } from '../queries/list-course-earnings.ts';
import { courseSalesQuery, ListCourseSales } from '../queries/list-course-sales.ts';
import { earningsCsv, salesCsv } from './earnings-csv.ts';

@ApiTags('catalog')
@Controller('api/instructors/me')
@Requires('earnings:own')
export class InstructorsController {
  constructor(private readonly queries: QueryBus) {}

  @Get('earnings')
  @ApiOperation({
    summary: 'What you earned, by month, course and currency, latest month first',
    description: `Always: gross − refunds = fees + others + share, and share = held + available + paid. What was paid out is attributed to what became available first. ${CSV_HAS_ALL}`,
  })
  @ApiOkResponse({ standardSchema: courseEarningsPageView })
  @Offers(LIST_TYPES)
  async earnings(
    @Query({ schema: courseEarningsQuery }) filter: z.infer<typeof courseEarningsQuery>,
    @Preferred(LIST_TYPES) type: ListType,
    @Actor() { userId }: Principal,
  ) {
    if (type === 'application/json') return this.queries.execute(new ListCourseEarnings(userId, filter));
    return earningsCsv(await this.queries.execute(new ExportCourseEarnings(userId, filter)));
  }

  @Get('sales')
  @ApiOperation({
    summary: 'The sales by which you earned something, newest first',
    description: `Nothing tells who bought. ${CSV_HAS_ALL}`,
  })
  @ApiOkResponse({ standardSchema: courseSalePageView })
  @Offers(LIST_TYPES)
  async sales(
    @Query({ schema: courseSalesQuery }) filter: z.infer<typeof courseSalesQuery>,
    @Preferred(LIST_TYPES) type: ListType,
    @Actor() { userId }: Principal,
  ) {
    if (type === 'application/json') return this.queries.execute(new ListCourseSales(userId, filter));
    return salesCsv(await this.queries.execute(new ExportCourseSales(userId, filter)));
  }

  @Get('dashboard')
  @ApiOperation({ summary: 'How your courses do, and what you earned in all' })
  @ApiOkResponse({ standardSchema: dashboardView })
  dashboard(@Actor() { userId }: Principal) {
    return this.queries.execute(new GetDashboard(userId));
  }
}
