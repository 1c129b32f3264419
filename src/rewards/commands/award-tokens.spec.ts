import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { GetBalance } from '../queries/get-balance.ts';
import { AwardTokens } from './award-tokens.ts';

describe('An award of tokens', () => {
  let azora: Azora;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  afterAll(() => azora.stop());

  function award(learnerId: string, source: string, rule = 'course_completed'): Promise<void> {
    return azora.app.get(CommandBus).execute(new AwardTokens(learnerId, rule, source));
  }

  function balanceOf(learnerId: string) {
    return azora.app.get(QueryBus).execute(new GetBalance(learnerId));
  }

  it('moves what the rule gives from the platform to the wallet', async () => {
    const [learnerId, courseId] = [newId(), newId()];
    await award(learnerId, courseId);
    const entries = await rowsOf(
      azora,
      `select account, currency, amount from rewards.ledger_entries
       join rewards.ledger_transactions t on t.id = transaction_id where reference = $1 order by line`,
      [`course_completed:${courseId}:${learnerId}`],
    );
    expect(entries).toEqual([
      { account: 'issued', currency: 'TOKEN', amount: -100 },
      { account: `wallet:${learnerId}`, currency: 'TOKEN', amount: 100 },
    ]);
  });

  it('is given once for each learner, rule and source, however often and at whatever moment', async () => {
    const [learnerId, courseId] = [newId(), newId()];
    await Promise.all([1, 2, 3, 4].map(() => award(learnerId, courseId)));
    await award(learnerId, courseId);
    expect(await balanceOf(learnerId)).toEqual({ available: 100, lifetime: 100 });
    await award(learnerId, newId());
    expect(await balanceOf(learnerId)).toEqual({ available: 200, lifetime: 200 });
  });

  it('is nothing by a rule that there is not, and nobody starts with any', async () => {
    const learnerId = newId();
    await award(learnerId, newId(), 'kindness');
    expect(await balanceOf(learnerId)).toEqual({ available: 0, lifetime: 0 });
  });

  it('can make a wallet larger than a 32-bit number holds', async () => {
    const learnerId = newId();
    await rowsOf(azora, `insert into rewards.award_rules values ('lottery', 2000000000)`);
    await award(learnerId, newId(), 'lottery');
    await award(learnerId, newId(), 'lottery');
    expect(await balanceOf(learnerId)).toEqual({ available: 4_000_000_000, lifetime: 4_000_000_000 });
  });
});
