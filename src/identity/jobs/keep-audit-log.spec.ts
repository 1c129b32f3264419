import { CommandBus } from '@nestjs/cqrs';
import type { Azora } from '../../../test/support/azora.ts';
import { eventually } from '../../../test/support/eventually.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { AuditChain } from '../persistence/audit-chain.ts';
import { Act, startWithActs } from '../testing/acts.ts';

describe('Workers', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await startWithActs('on');
  });

  afterAll(() => azora.stop());

  it('seal what was recorded, soon and unasked', async () => {
    await azora.app.get(CommandBus).execute(new Act({ action: 'test.acted', subject: 'thing:1' }));
    const seals = () =>
      rowsOf(
        azora,
        `select position from identity.audit_seals join identity.audit_log on id = line_id where action = 'test.acted'`,
      );
    await eventually(async () => (await seals()).length === 1);
    expect(await azora.app.get(AuditChain).faults()).toEqual([]);
  });
});
