import { MikroORM } from '@mikro-orm/postgresql';
import { readEnvironment } from './config/environment.ts';
import { ormOptions } from './kernel/persistence/orm.ts';

/** `migrate` brings the schema up to this version of the code; `migrate down` takes back the latest step. */
const orm = await MikroORM.init(ormOptions(readEnvironment()));
const steps = process.argv[2] === 'down' ? await orm.migrator.down() : await orm.migrator.up();
process.stdout.write(steps.length > 0 ? `${steps.map(step => step.name).join('\n')}\n` : 'The schema is up to date.\n');
await orm.close();
