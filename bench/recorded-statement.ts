import 'reflect-metadata';
import type { Database } from '../src/kernel/persistence/database.ts';

export interface Statement {
  name: string;
  text: string;
}

/** The prepared statement that a query of the product runs, heard from the query itself: its limit always runs the same. */
export async function recordedStatement(query: (database: Database) => Promise<unknown>): Promise<Statement> {
  let statement: Statement | undefined;
  const database = {
    prepared: async (name: string, text: string) => {
      statement = { name, text };
      return [];
    },
  };
  // Finding nothing may be an error of the query's own.
  await query(database as unknown as Database).catch(() => undefined);
  if (!statement) throw new Error('The query ran no prepared statement.');
  return statement;
}
