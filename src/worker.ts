import { NestFactory } from '@nestjs/core';
import { Logger } from 'nestjs-pino';
import { AppModule } from './app.module.ts';
import { readEnvironment } from './config/environment.ts';
import { limitShutdown } from './limit-shutdown.ts';

limitShutdown();
const app = await NestFactory.createApplicationContext(AppModule.for(readEnvironment(), { workers: true }), {
  bufferLogs: true,
  abortOnError: false,
});
app.useLogger(app.get(Logger));
app.enableShutdownHooks();
