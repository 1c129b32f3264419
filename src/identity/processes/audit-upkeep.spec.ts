import { Logger, type LoggerService } from '@nestjs/common';
import { traceFrom, withTrace } from '../../kernel/observability/trace.ts';
import { AuditBook } from '../testing/audit-book.ts';

const REMOVE_NEWEST = `
  delete from identity.audit_log where id = (select line_id from identity.audit_seals order by position desc limit 1);
  delete from identity.audit_seals where position = (select max(position) from identity.audit_seals)`;

/** What somebody does who rules the database and knows how the chain is made. */
const FORGE_ANEW = `
  update identity.audit_log set actor = 'visitor' where subject = 'thing:1';
  insert into identity.audit_unsealed select line_id from identity.audit_seals;
  delete from identity.audit_seals;
  select identity.audit_seal(1000)`;

describe('The upkeep of the audit log', () => {
  let book: AuditBook;
  let lines: unknown[][];

  beforeEach(async () => {
    book = await AuditBook.open();
    lines = [];
    const collect = (...words: unknown[]) => lines.push(words);
    Logger.overrideLogger({ log: collect, error: collect, warn: collect } satisfies LoggerService);
    await book.record({ subject: 'thing:1' }, { subject: 'thing:2' }, { subject: 'thing:3' });
    await book.upkeep.seal();
  });

  afterEach(() => book.close());

  async function found(): Promise<number | undefined> {
    await book.upkeep.examine();
    return (await book.faults.get()).values[0]?.value;
  }

  it('seals all that waits, in however many batches', async () => {
    await book.database.pool.query(`
      with line as (
        insert into identity.audit_log (id, occurred_at, actor, action, subject)
        select gen_random_uuid(), now(), 'system', 'test.acted', 'thing:' || n from generate_series(1, 2500) n returning id
      ) insert into identity.audit_unsealed select id from line`);
    await book.upkeep.seal();
    expect(await book.chain.end()).toMatchObject({ position: 2_503 });
    expect(await found()).toBe(0);
  });

  it('finds nothing in a log that nobody touched, and writes its end down elsewhere', async () => {
    expect(await found()).toBe(0);
    expect(lines).toContainEqual([{ end: await book.chain.end() }, 'The audit log is whole', 'AuditUpkeep']);
  });

  it('says in the metric and in the log that a line was changed', async () => {
    await book.tamper(`update identity.audit_log set actor = 'visitor' where subject = 'thing:2'`);
    expect(await found()).toBe(1);
    const faults = [{ fault: 'broken chain', subject: '2' }];
    expect(lines).toContainEqual([
      { end: await book.chain.end(), faults },
      'The audit log was tampered with',
      'AuditUpkeep',
    ]);
  });

  it.each([
    ['the newest lines were removed with their seals', REMOVE_NEWEST],
    ['the whole chain was forged anew', FORGE_ANEW],
  ])('finds that %s, after a restart and after more was written too', async (_, statements) => {
    await book.tamper(statements);
    expect(await book.chain.faults()).toEqual([]);
    expect(await found()).toBe(1);
    await book.record({ subject: 'thing:4' }, { subject: 'thing:5' });
    await book.anotherUpkeep().seal();
    expect(await found()).toBe(1);
  });

  it('begins anew with the chain that is there when Redis has lost its end', async () => {
    await book.connection.redis.flushdb();
    expect(await found()).toBe(0);
    await book.record({ subject: 'thing:4' });
    await book.upkeep.seal();
    await book.tamper(REMOVE_NEWEST);
    expect(await found()).toBe(1);
  });

  it('forgets an address after ninety days and not before, and the log stays whole', async () => {
    await withTrace(traceFrom(undefined, '203.0.113.7'), () => book.record({ subject: 'thing:4' }));
    await book.upkeep.seal();
    const addresses = async () => (await book.database.pool.query('select address from identity.audit_addresses')).rows;
    book.clock.advance({ days: 89 });
    await book.upkeep.forgetAddresses();
    expect(await addresses()).toEqual([{ address: '203.0.113.7' }]);
    book.clock.advance({ days: 2 });
    await book.upkeep.forgetAddresses();
    expect(await addresses()).toEqual([]);
    expect(await found()).toBe(0);
  });
});
