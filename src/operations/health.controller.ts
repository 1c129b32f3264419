import { Controller, Get } from '@nestjs/common';
import { ApiOperation, ApiTags } from '@nestjs/swagger';
import { HealthCheck, HealthCheckService } from '@nestjs/terminus';
import { SkipThrottle } from '@nestjs/throttler';
import { Public } from '../identity/access.contract.ts';
import { Readiness } from './readiness.ts';

@ApiTags('operations')
@Controller('health')
@Public()
@SkipThrottle()
export class HealthController {
  constructor(
    private readonly health: HealthCheckService,
    private readonly readiness: Readiness,
  ) {}

  @Get('live')
  @ApiOperation({
    summary: 'Whether the process runs',
    description: 'It looks at nothing else, so a restart can only help.',
  })
  @HealthCheck()
  live() {
    return this.health.check([]);
  }

  @Get('ready')
  @ApiOperation({ summary: 'Whether requests may be sent here' })
  @HealthCheck()
  ready() {
    return this.health.check(this.readiness.checks());
  }
}
