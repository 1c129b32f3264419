import { Controller, Get, Header } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ApiOkResponse, ApiOperation, ApiTags } from '@nestjs/swagger';
import { Public } from '../access.contract.ts';
import { PUBLICATION_SECONDS } from '../domain/signing-key.ts';
import { GetKeySet, keySetView } from '../queries/get-key-set.ts';

@ApiTags('identity')
@Controller('.well-known')
@Public()
export class KeySetController {
  constructor(private readonly queries: QueryBus) {}

  @Get('jwks.json')
  @Header('cache-control', `public, max-age=${PUBLICATION_SECONDS}`)
  @ApiOperation({
    summary: 'The keys that access tokens are signed with',
    description:
      'For other services: check `iss` azora, `aud` azora-api, `typ` at+jwt and ES256 with the key that `kid` names.',
  })
  @ApiOkResponse({ standardSchema: keySetView })
  keys() {
    return this.queries.execute(new GetKeySet());
  }
}
