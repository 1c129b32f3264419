import { CommandBus } from '@nestjs/cqrs';
import type { Azora } from '../../../test/support/azora.ts';
import { eventually } from '../../../test/support/eventually.ts';
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
    const chain = azora.app.get(AuditChain);
    expect(await eventually(() => chain.end())).toMatchObject({ position: 1 });
    expect(await chain.faults()).toEqual([]);
  });
});
