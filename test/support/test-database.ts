import { randomBytes } from 'node:crypto';
import pg from 'pg';

export interface TestDatabase {
  readonly url: string;
  drop(): Promise<void>;
}

/** A database of one's own, migrated and otherwise empty. */
export async function createTestDatabase(): Promise<TestDatabase> {
  const name = `azora_${process.env.JEST_WORKER_ID}_${randomBytes(6).toString('hex')}`;
  await administer(`create database ${name} template azora_template strategy file_copy`);
  const url = new URL(required('AZORA_TEST_POSTGRES'));
  url.pathname = `/${name}`;
  return { url: url.href, drop: () => administer(`drop database ${name} with (force)`) };
}

export function required(variable: string): string {
  const value = process.env[variable];
  if (!value) throw new Error(`${variable} is not set: run the tests with bin/test or npx jest`);
  return value;
}

async function administer(statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: required('AZORA_TEST_POSTGRES') });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}
