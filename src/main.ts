import { readEnvironment } from './config/environment.ts';
import { createHttpApp } from './http-app.ts';

const environment = readEnvironment();
const app = await createHttpApp(environment);
await app.listen(environment.PORT, environment.HOST);
