import { randomBytes } from 'node:crypto';
import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { ormOptions } from '../../src/kernel/persistence/orm.ts';
import { required } from './test-database.ts';

/** A database of its own without a single migration. */
export async function anEmptyDatabase(): Promise<{ orm: MikroORM; drop: () => Promise<void> }> {
  const url = new URL(required('AZORA_TEST_POSTGRES'));
  const name = `azora_empty_${randomBytes(6).toString('hex')}`;
  const admin = new pg.Client({ connectionString: url.href });
  await admin.connect();
  await admin.query(`create database ${name}`);
  url.pathname = `/${name}`;
  const orm = await MikroORM.init(ormOptions({ DATABASE_URL: url.href, DATABASE_POOL: 2 }));
  const drop = async () => {
    await orm.close();
    await admin.query(`drop database ${name} with (force)`);
    await admin.end();
  };
  return { orm, drop };
}
