import { NestFactory } from '@nestjs/core';
import { CommandBus } from '@nestjs/cqrs';
import { AppModule } from './app.module.ts';
import { readEnvironment } from './config/environment.ts';
import { ResealSecrets } from './identity/commands/reseal-secrets.ts';
import { SEALED_KINDS } from './identity/domain/sealed-secrets.ts';

/** `reseal` seals all that is stored under the first ENCRYPTION_SECRET. When it has lost nothing, the second can be dropped. */
const app = await NestFactory.createApplicationContext(
  AppModule.for({ ...readEnvironment(), METRICS_PORT: 0 }, { workers: false }),
  { logger: ['error'] },
);
const commands = app.get(CommandBus);

for (const kind of SEALED_KINDS) {
  let resealed = 0;
  let lastId: string | undefined;
  do {
    const batch = await commands.execute(new ResealSecrets(kind, lastId));
    resealed += batch.resealed;
    lastId = batch.lastId;
    for (const id of batch.lost) process.stderr.write(`${kind} ${id}: no secret opens it\n`);
    if (batch.lost.length > 0) process.exitCode = 1;
  } while (lastId);
  process.stdout.write(`${kind}: ${resealed} sealed anew\n`);
}
await app.close();
