import { createHash } from 'node:crypto';
import { CommandBus } from '@nestjs/cqrs';
import type { Azora } from '../../../test/support/azora.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { actAs, traceFrom, withTrace } from '../../kernel/observability/trace.ts';
import { AuditLog } from '../audit.contract.ts';
import { AuditUpkeep } from '../processes/audit-upkeep.ts';
import { Act, startWithActs } from '../testing/acts.ts';

const WRITERS = 8;

describe('An audited act', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await startWithActs();
  });

  afterAll(() => azora.stop());

  function perform(act: Partial<Act['act']>, then?: Act['then']): Promise<void> {
    return azora.app.get(CommandBus).execute(new Act({ action: 'test.acted', subject: 'thing:1', ...act }, then));
  }

  /** The lines about a subject, with the addresses they came from. */
  function linesOf(subject: string) {
    return rowsOf<Record<string, unknown>>(
      azora,
      `select l.*, a.address from identity.audit_log l left join identity.audit_addresses a on a.line_id = l.id
       where subject = $1 order by l.id`,
      [subject],
    );
  }

  describe('is written', () => {
    it('with what is known of it, and waits to be sealed', async () => {
      const subject = `user:${newId()}`;
      const [onBehalfOf, actor] = [newId(), newId()];
      await perform({ subject, onBehalfOf, actor, before: { roles: [] } });
      const [line] = await linesOf(subject);
      expect(line).toMatchObject({
        action: 'test.acted',
        on_behalf_of: onBehalfOf,
        actor: `user:${actor}`,
        after_hash: null,
      });
      expect(Math.abs(azora.clock.now().getTime() - Number(line?.occurred_at))).toBeLessThan(10_000);
      expect(
        await rowsOf(azora, 'select line_id from identity.audit_unsealed where line_id = $1', [line?.id]),
      ).toHaveLength(1);
    });

    it('with the SHA-256 of the states before and after, whatever the order of their members', async () => {
      const subject = `thing:${newId()}`;
      await perform({ subject, before: { roles: ['admin'], name: 'Ada' }, after: { name: 'Ada', roles: ['admin'] } });
      const hash = createHash('sha256').update('{"name":"Ada","roles":["admin"]}').digest();
      expect(await linesOf(subject)).toMatchObject([{ before_hash: hash, after_hash: hash }]);
    });

    it('in the transaction of its command: one that fails leaves neither line nor address', async () => {
      const subject = `thing:${newId()}`;
      const counts = () =>
        rowsOf(
          azora,
          `select (select count(*) from identity.audit_unsealed) as lines, (select count(*) from identity.audit_addresses) as addresses`,
        );
      const before = await counts();
      const failing = withTrace(traceFrom(undefined, '203.0.113.7'), () =>
        perform({ subject }, () => Promise.reject(new Error('It went wrong'))),
      );
      await expect(failing).rejects.toThrow('It went wrong');
      expect(await linesOf(subject)).toEqual([]);
      expect(await counts()).toEqual(before);
    });

    it('by a command and by nobody else', async () => {
      const act = { action: 'test.acted', subject: `thing:${newId()}` };
      await expect(azora.app.get(AuditLog).record(act)).rejects.toThrow('by the command that does it');
      expect(await linesOf(act.subject)).toEqual([]);
    });

    it('without a word of the states: a secret in them is nowhere', async () => {
      const secret = `secret-${newId()}`;
      await perform({ subject: `user:${newId()}`, before: { password: secret }, after: { [secret]: secret } });
      const tables = await rowsOf<{ name: string }>(
        azora,
        `select format('%I.%I', table_schema, table_name) as name from information_schema.tables where table_schema in ('identity', 'kernel')`,
      );
      for (const { name } of tables)
        for (const spelling of [secret, Buffer.from(secret).toString('hex'), Buffer.from(secret).toString('base64')])
          expect(await rowsOf(azora, `select 1 from ${name} t where strpos(t::text, $1) > 0`, [spelling])).toEqual([]);
    });
  });

  describe('is done', () => {
    it.each([
      ['an address', '203.0.113.7', '203.0.113.7'],
      ['an IPv6 address', '2001:db8::1', '2001:db8::1'],
      ['an IPv4 address in IPv6', '::ffff:203.0.113.7', '203.0.113.7'],
      ['an address on a link', 'fe80::1%eth0', 'fe80::1'],
      ['what a proxy made up', 'unknown', null],
    ])('by a visitor from %s', async (_, from, address) => {
      const subject = `thing:${newId()}`;
      await withTrace(traceFrom(undefined, from), () => perform({ subject }));
      expect(await linesOf(subject)).toMatchObject([{ actor: 'visitor', address }]);
    });

    it('by the user who asked for it, with the key they used, whoever else the command names', async () => {
      const subject = `thing:${newId()}`;
      const [userId, apiKeyId] = [newId(), newId()];
      await withTrace(traceFrom(undefined, '203.0.113.7'), () => {
        actAs({ userId, apiKeyId });
        return perform({ subject, actor: newId() });
      });
      expect(await linesOf(subject)).toMatchObject([{ actor: `user:${userId}`, api_key_id: apiKeyId }]);
    });

    it('by the system under the trace of the event that it reacts to', async () => {
      const subject = `thing:${newId()}`;
      const trace = traceFrom(undefined);
      await withTrace(trace, () => perform({ subject }));
      expect(await linesOf(subject)).toMatchObject([{ actor: 'system', trace_id: trace.traceId, address: null }]);
    });

    it('by the system when it is time to, under no trace', async () => {
      const subject = `thing:${newId()}`;
      await perform({ subject });
      expect(await linesOf(subject)).toMatchObject([{ actor: 'system', trace_id: null, address: null }]);
    });
  });

  it.each([
    ['audit_log', 'subject'],
    ['audit_seals', 'hash'],
  ])('is not changed, deleted or emptied from %s by anybody', async (table, column) => {
    await perform({});
    await azora.app.get(AuditUpkeep).seal();
    for (const statement of [
      `update identity.${table} set ${column} = ${column}`,
      `delete from identity.${table}`,
      `truncate identity.${table} cascade`,
    ])
      await expect(rowsOf(azora, statement)).rejects.toMatchObject({ code: 'AZ004' });
  });

  it('waits for no other, and each is sealed once, also when they commit out of order', async () => {
    const upkeep = azora.app.get(AuditUpkeep);
    const subjects = Array.from({ length: WRITERS }, () => `thing:${newId()}`);
    const late = `thing:${newId()}`;
    const written = new Set<string>();
    const all = Promise.withResolvers<void>();
    // Somebody begins when all have written, and is sealed before any of them commits.
    const overtaken = all.promise.then(() => perform({ subject: late })).then(() => upkeep.seal());
    const writers = subjects.map(subject =>
      perform({ subject }, () => {
        written.add(subject);
        if (written.size === WRITERS) all.resolve();
        return overtaken;
      }),
    );
    await Promise.all(writers);
    await upkeep.seal();

    const seals = await rowsOf<{ subject: string }>(
      azora,
      'select subject from identity.audit_seals join identity.audit_log on id = line_id where subject = any ($1) order by position',
      [[...subjects, late]],
    );
    expect(seals[0]?.subject).toBe(late);
    expect(seals).toHaveLength(WRITERS + 1);
    expect(new Set(seals.map(({ subject }) => subject))).toEqual(new Set([...subjects, late]));
    expect(await rowsOf(azora, 'select * from identity.audit_faults()')).toEqual([]);
  });
});
