import { DynamicModule } from '@nestjs/common';
import { LoggerModule } from 'nestjs-pino';
import { pino } from 'pino';
import { Environment } from '../../config/environment.ts';
import { loggedError } from './logged-error.ts';
import { currentTrace } from './trace.ts';

/** JSON lines on stdout, each with the trace it belongs to. Request lines are written by the HTTP edge, so no middleware runs. */
export function loggingModule(): DynamicModule {
  return LoggerModule.forRootAsync({
    inject: [Environment],
    useFactory: (environment: Environment) => ({
      forRoutes: [],
      pinoHttp: [
        {
          level: environment.LOG_LEVEL,
          base: undefined,
          mixin: () => ({ traceId: currentTrace()?.traceId }),
          serializers: { error: loggedError },
        },
        // Many lines a write; what is left goes out every second and at the end.
        pino.destination({ sync: false, minLength: 4_096, periodicFlush: 1_000 }),
      ],
    }),
  });
}
