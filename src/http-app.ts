import { NestFactory } from '@nestjs/core';
import type { FastifyAdapter, NestFastifyApplication } from '@nestjs/platform-fastify';
import { SwaggerModule } from '@nestjs/swagger';
import { getToken } from '@willsoto/nestjs-prometheus';
import { Logger, PinoLogger } from 'nestjs-pino';
import { AppModule } from './app.module.ts';
import { Environment } from './config/environment.ts';
import { letPagesIn } from './kernel/http/cors.ts';
import { httpAdapter, observeRequests } from './kernel/http/http-server.ts';
import { openApiDocument } from './kernel/http/openapi.ts';
import { PublicPages } from './kernel/http/public-pages.ts';
import { Quota } from './kernel/http/quota.ts';
import { servePublicPages } from './kernel/http/serve-public-pages.ts';
import { REQUEST_DURATION } from './kernel/observability/metrics.ts';

/** The adapter parses bodies; a failed start is thrown, so that it is seen. */
export const APP_OPTIONS = { bufferLogs: true, bodyParser: false, abortOnError: false };

/** The whole product behind HTTP, ready to listen. */
export async function createHttpApp(environment: Environment): Promise<NestFastifyApplication> {
  const adapter = httpAdapter(environment);
  const module = AppModule.for(environment, { workers: environment.WORKERS === 'on' });
  return configureHttpApp(await NestFactory.create<NestFastifyApplication>(module, adapter, APP_OPTIONS), adapter);
}

export async function configureHttpApp(
  app: NestFastifyApplication,
  adapter: FastifyAdapter,
): Promise<NestFastifyApplication> {
  app.useLogger(app.get(Logger));
  app.enableShutdownHooks();
  await letPagesIn(adapter, app.get(Environment));
  servePublicPages(adapter.getInstance(), app.get(PublicPages, { strict: false }), app.get(Quota, { strict: false }));
  observeRequests(adapter, await app.resolve(PinoLogger), app.get(getToken(REQUEST_DURATION), { strict: false }));
  SwaggerModule.setup('docs', app, () => openApiDocument(app), {
    jsonDocumentUrl: 'docs-json',
    yamlDocumentUrl: 'docs-yaml',
  });
  return app;
}
