import { Controller, Get, Query } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import type { z } from 'zod';
import { Requires } from '../access.contract.ts';
import { auditPageView } from '../queries/audit.view.ts';
import { auditQuery, ListAudit } from '../queries/list-audit.ts';

@ApiTags('identity')
@Controller('api/admin/audit')
@Requires('audit:read')
export class AuditController {
  constructor(private readonly queries: QueryBus) {}

  @Get()
  @ApiOperation({ summary: 'Who did what, newest first' })
  @ApiOkResponse({ standardSchema: auditPageView })
  list(@Query({ schema: auditQuery }) filter: z.infer<typeof auditQuery>) {
    return this.queries.execute(new ListAudit(filter));
  }
}
