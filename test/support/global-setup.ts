import path from 'node:path';
import { MikroORM } from '@mikro-orm/postgresql';
import pg from 'pg';
import { ormOptions } from '../../src/kernel/persistence/orm.ts';
import { startMailbox } from '../../tools/local/mailbox.ts';
import { startPostgres } from '../../tools/local/postgres.ts';
import { startRedis } from '../../tools/local/redis.ts';
import { running } from './running.ts';

/** One run a folder: a run stops the servers that it finds in its own. */
const DATA = path.resolve(process.env.AZORA_TEST_DATA ?? '.azora/test');

/** A test may lose its data with the machine: what it waits for is the processor, not the disk. */
const FORGETFUL = { fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', max_connections: 300 };

/** Starts real services for the whole run, and makes the migrated database that every test file gets a copy of. */
export default async function globalSetup(): Promise<void> {
  const [postgres, redis, mailbox] = await Promise.all([
    startPostgres({ dataDir: path.join(DATA, 'postgres'), settings: FORGETFUL }),
    startRedis({ dataDir: path.join(DATA, 'redis'), settings: { appendonly: 'no' } }),
    startMailbox({ dataDir: path.join(DATA, 'mailbox') }),
  ]);
  running.services = [postgres, redis, mailbox];
  process.env.AZORA_TEST_POSTGRES = postgres.url;
  process.env.AZORA_TEST_REDIS = redis.url;
  process.env.AZORA_TEST_SMTP = mailbox.smtpUrl;
  process.env.AZORA_TEST_INBOX = mailbox.webUrl;
  await makeTemplate(postgres.url);
}

async function makeTemplate(url: string): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  const { rows } = await client.query<{ datname: string }>(
    `select datname from pg_database where datname like 'azora\\_%'`,
  );
  for (const { datname } of rows) await client.query(`drop database ${datname} with (force)`);
  await client.query('create database azora_template');
  await client.end();

  const template = new URL(url);
  template.pathname = '/azora_template';
  const orm = await MikroORM.init(ormOptions({ DATABASE_URL: template.href, DATABASE_POOL: 2 }));
  await orm.migrator.up();
  await orm.close();
}
