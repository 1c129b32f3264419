import { readEnvironment } from './config/environment.ts';
import { createHttpApp } from './http-app.ts';
import { limitShutdown } from './limit-shutdown.ts';

limitShutdown();
const environment = readEnvironment();
const app = await createHttpApp(environment);
await app.listen(environment.PORT, environment.HOST);
