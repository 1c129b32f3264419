import { Controller, Get } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Requires } from '../../identity/access.contract.ts';
import { Actor, type Principal } from '../../kernel/http/principal.ts';
import { GetBalance, tokenBalanceView } from '../queries/get-balance.ts';

@ApiTags('rewards')
@Controller('api/tokens')
@Requires('tokens:own')
export class TokensController {
  constructor(private readonly queries: QueryBus) {}

  @Get('balance')
  @ApiOperation({ summary: 'Your tokens' })
  @ApiOkResponse({ standardSchema: tokenBalanceView })
  balance(@Actor() actor: Principal) {
    return this.queries.execute(new GetBalance(actor.userId));
  }
}
