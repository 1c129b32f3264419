import { NestFactory } from '@nestjs/core';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { AppModule } from './app.module.ts';
import { readEnvironment } from './config/environment.ts';
import { SetRoles } from './identity/commands/set-roles.ts';
import { ROLES } from './identity/domain/permissions.ts';
import { GetCredentials } from './identity/queries/get-credentials.ts';

/** `grant <address> <role> ...` sets the roles of an account: how a new installation gets its first administrator. */
const [email = '', ...wanted] = process.argv.slice(2);
const roles = z.array(z.enum(ROLES)).min(1).safeParse(wanted);
if (!email || !roles.success) fail(`Usage: grant <address> <role> ...\nRoles: ${ROLES.join(', ')}`);

const environment = readEnvironment();
const app = await NestFactory.createApplicationContext(
  AppModule.for({ ...environment, METRICS_PORT: 0 }, { workers: false }),
  { logger: ['error'] },
);
const credentials = await app.get(QueryBus).execute(new GetCredentials({ email }));
if (credentials) await app.get(CommandBus).execute(new SetRoles(credentials.account.id, roles.data, null));
await app.close();
if (!credentials) fail(`There is no account with the address ${email}. Sign up first.`);
process.stdout.write(`${email}: ${roles.data.join(', ')}\n`);

function fail(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
