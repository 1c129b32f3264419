import { Module } from '@nestjs/common';
import { TerminusModule } from '@nestjs/terminus';
import { HealthController } from './health.controller.ts';
import { PrivateServer } from './private-server.ts';
import { QueueMetrics } from './queue-metrics.ts';
import { Readiness } from './readiness.ts';

@Module({
  imports: [TerminusModule.forRoot({ logger: false })],
  controllers: [HealthController],
  providers: [Readiness, PrivateServer, QueueMetrics],
})
export class OperationsModule {}
