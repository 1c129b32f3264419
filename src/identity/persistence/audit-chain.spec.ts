import { traceFrom, withTrace } from '../../kernel/observability/trace.ts';
import { AuditBook } from '../testing/audit-book.ts';

const SOMEBODY = '01990a2c-7b4e-7000-8000-000000000001';
const ACTS = ['1', '2', '3', '4', '5'].map(id => ({
  subject: `thing:${id}`,
  before: { id },
  after: { id, changed: true },
}));

/** The line at a place of the chain, as SQL. */
const line = (position: number) => `(select line_id from identity.audit_seals where position = ${position})`;

/** A line that somebody slips in two hours before all others. */
const FORGE = `insert into identity.audit_log (id, occurred_at, actor, action, subject)
               select gen_random_uuid(), min(occurred_at) - interval '2 hours', 'system', 'test.forged', 'thing:9'
               from identity.audit_log`;
const FORGED = `(select id from identity.audit_log where action = 'test.forged')`;

describe('The chain of the audit log', () => {
  let book: AuditBook;

  async function open(): Promise<void> {
    book = await AuditBook.open();
    await withTrace(traceFrom(undefined, '203.0.113.7'), () => book.record(...ACTS));
  }

  async function sealed(): Promise<unknown[]> {
    const { rows } = await book.database.pool.query(
      'select position, subject from identity.audit_seals join identity.audit_log on id = line_id order by position',
    );
    return rows;
  }

  const inOrder = ACTS.map(({ subject }, index) => ({ position: index + 1, subject }));

  describe('is sealed', () => {
    beforeEach(open);

    afterEach(() => book.close());

    it('in the order of the acts, a batch at a time, and no line twice', async () => {
      expect(await book.chain.seal(3)).toBe(3);
      expect(await book.chain.seal(3)).toBe(2);
      expect(await book.chain.seal(3)).toBe(0);
      expect(await sealed()).toEqual(inOrder);
      expect(await book.chain.faults()).toEqual([]);
    });

    it('once, though many seal at the same time', async () => {
      await Promise.all(Array.from({ length: 10 }, () => book.chain.seal(1)));
      while ((await book.chain.seal(1)) > 0);
      expect(await sealed()).toEqual(inOrder);
      expect(await book.chain.faults()).toEqual([]);
    });

    it('by one at a time: another has nothing to do meanwhile, and whoever writes does not wait', async () => {
      const sealer = await book.database.pool.connect();
      await sealer.query('begin');
      await sealer.query('select identity.audit_seal(10)');
      expect(await book.chain.seal(10)).toBe(0);
      await book.record({ subject: 'thing:6' });
      await sealer.query('commit');
      sealer.release();
      expect(await book.chain.seal(10)).toBe(1);
      expect(await book.chain.faults()).toEqual([]);
    });
  });

  describe('shows', () => {
    beforeAll(open);

    beforeEach(async () => {
      await book.chain.seal(10);
      expect(await book.chain.faults()).toEqual([]);
    });

    afterAll(() => book.close());

    it.each([
      ['id', 'gen_random_uuid()'],
      ['occurred_at', `occurred_at + interval '1 millisecond'`],
      ['actor', `'system'`],
      ['api_key_id', 'gen_random_uuid()'],
      ['on_behalf_of', `'${SOMEBODY}'`],
      ['action', `'test.done'`],
      ['subject', `'thing:7'`],
      ['trace_id', 'null'],
      ['before_hash', 'after_hash'],
      ['after_hash', 'null'],
      ['address_hash', 'null'],
    ])('that the %s of a line was changed', async (column, value) => {
      const faults = await book.faultsAfter(`update identity.audit_log set ${column} = ${value} where id = ${line(3)}`);
      expect(faults).toContainEqual({ fault: 'broken chain', subject: '3' });
    });

    it.each([
      ['a line was removed', 'broken chain', `delete from identity.audit_log where id = ${line(3)}`],
      ['the newest line was removed', 'broken chain', `delete from identity.audit_log where id = ${line(5)}`],
      [
        'a line was removed with its seal',
        'broken chain',
        `delete from identity.audit_log where id = ${line(3)}; delete from identity.audit_seals where position = 3`,
      ],
      [
        'a line was removed with its seal, and the others moved up',
        'broken chain',
        `delete from identity.audit_log where id = ${line(3)}; delete from identity.audit_seals where position = 3;
         update identity.audit_seals set position = 3 where position = 4; update identity.audit_seals set position = 4 where position = 5`,
      ],
      [
        'the oldest line was removed with its seal',
        'broken chain',
        `delete from identity.audit_log where id = ${line(1)}; delete from identity.audit_seals where position = 1`,
      ],
      ['a seal was removed', 'neither sealed nor waiting', 'delete from identity.audit_seals where position = 5'],
      ['a seal was changed', 'broken chain', `update identity.audit_seals set hash = sha256('x') where position = 5`],
      [
        'two lines were swapped',
        'broken chain',
        `update identity.audit_log l set subject = (select subject from identity.audit_log where id = case l.id when ${line(2)} then ${line(3)} else ${line(2)} end)
         where id in (${line(2)}, ${line(3)})`,
      ],
      [
        'two seals were swapped',
        'broken chain',
        `update identity.audit_seals set position = 9 where position = 2; update identity.audit_seals set position = 2 where position = 3;
         update identity.audit_seals set position = 3 where position = 9`,
      ],
      ['a line was slipped in', 'neither sealed nor waiting', FORGE],
      [
        'a line was slipped in between, with a seal',
        'broken chain',
        `${FORGE}; update identity.audit_seals set position = position + 10 where position > 2;
         update identity.audit_seals set position = position - 9 where position > 10;
         insert into identity.audit_seals select 3, id, identity.audit_hash((select hash from identity.audit_seals where position = 2), l) from identity.audit_log l where id = ${FORGED}`,
      ],
      [
        'an address was changed',
        'other address',
        `update identity.audit_addresses set address = '198.51.100.1' where line_id = ${line(3)}`,
      ],
      [
        'an address was made up',
        'other address',
        `delete from identity.audit_addresses; update identity.audit_log set address_hash = null where id = ${line(3)};
         insert into identity.audit_addresses values (${line(3)}, gen_random_uuid(), '198.51.100.1')`,
      ],
    ])('that %s', async (_, fault, statements) => {
      const faults = await book.faultsAfter(statements);
      expect(faults).toContainEqual({ fault, subject: expect.any(String) });
    });

    it('that a line was slipped in and handed to the sealer like any other', async () => {
      const faults = await book.faultsAfter(
        `${FORGE}; insert into identity.audit_unsealed values (${FORGED}); select identity.audit_seal(10)`,
      );
      expect(faults).toEqual([{ fault: 'backdated', subject: expect.any(String) }]);
    });

    it('that a line was removed before it was sealed, and the others are sealed all the same', async () => {
      await book.record({ subject: 'thing:6' }, { subject: 'thing:7' });
      const faults = await book.faultsAfter(
        `delete from identity.audit_log where subject = 'thing:6'; select identity.audit_seal(10)`,
      );
      expect(faults).toEqual([{ fault: 'waiting and gone', subject: expect.any(String) }]);
    });

    it('that a line was kept from being sealed', async () => {
      await book.record({ subject: 'thing:8' });
      const faults = await book.faultsAfter('delete from identity.audit_unsealed');
      expect(faults).toEqual([{ fault: 'neither sealed nor waiting', subject: expect.any(String) }]);
    });
  });
});
