import { DynamicModule, Injectable, Module, OnApplicationBootstrap, OnApplicationShutdown } from '@nestjs/common';
import { NestFactory } from '@nestjs/core';
import { FastifyAdapter, type NestFastifyApplication } from '@nestjs/platform-fastify';
import { TerminusModule } from '@nestjs/terminus';
import { PrometheusModule } from '@willsoto/nestjs-prometheus';
import { Logger } from 'nestjs-pino';
import { Environment } from '../config/environment.ts';
import { HealthController } from './health.controller.ts';
import { Readiness } from './readiness.ts';

@Module({})
class PrivateModule {
  static with(readiness: Readiness): DynamicModule {
    return {
      module: PrivateModule,
      imports: [
        PrometheusModule.register({ defaultMetrics: { enabled: false } }),
        TerminusModule.forRoot({ logger: false }),
      ],
      controllers: [HealthController],
      providers: [{ provide: Readiness, useValue: readiness }],
    };
  }
}

/** `/metrics` and the probes on a port of their own, for every process: workers have no other. */
@Injectable()
export class PrivateServer implements OnApplicationBootstrap, OnApplicationShutdown {
  private server?: NestFastifyApplication;

  constructor(
    private readonly environment: Environment,
    private readonly readiness: Readiness,
    private readonly logger: Logger,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    this.server = await NestFactory.create<NestFastifyApplication>(
      PrivateModule.with(this.readiness),
      new FastifyAdapter(),
      { logger: this.logger },
    );
    await this.server.listen(this.environment.METRICS_PORT, this.environment.HOST);
  }

  async onApplicationShutdown(): Promise<void> {
    await this.server?.close();
  }
}
