import { DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { Environment } from '../../config/environment.ts';
import { currentTrace } from './trace.ts';

/** JSON lines on stdout, each with the trace it belongs to. Request lines are written by the HTTP edge, so no middleware runs. */
export function loggingModule(): DynamicModule {
  return LoggerModule.forRootAsync({
    inject: [Environment],
    useFactory: (environment: Environment) => ({
      forRoutes: [],
      pinoHttp: {
        level: environment.LOG_LEVEL,
        base: undefined,
        mixin: () => ({ traceId: currentTrace()?.traceId }),
      },
    }),
  });
}
