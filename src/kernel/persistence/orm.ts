import path from 'node:path';
import { Migrator } from '@mikro-orm/migrations';
import { defineConfig, type Options } from '@mikro-orm/postgresql';
import type { Environment } from '../../config/environment.ts';

/** The folder of the migrations, as source or as built. */
export const MIGRATIONS = path.join(import.meta.dirname, '../../../migrations');

/** MikroORM as commands use it. Entities are added by the contexts that own them. */
export function ormOptions(environment: Pick<Environment, 'DATABASE_URL' | 'DATABASE_POOL'>): Options {
  return defineConfig({
    clientUrl: environment.DATABASE_URL,
    pool: { min: 0, max: environment.DATABASE_POOL },
    extensions: [Migrator],
    migrations: {
      path: MIGRATIONS,
      glob: '*.migration.{js,ts}',
      tableName: 'azora_migrations',
      snapshot: false,
    },
    discovery: { warnWhenNoEntities: false },
    ignoreUndefinedInQuery: true,
    logger: () => undefined,
  });
}
