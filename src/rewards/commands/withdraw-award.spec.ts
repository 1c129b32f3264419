import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { Azora } from '../../../test/support/azora.ts';
import { rowsOf } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { GetBalance } from '../queries/get-balance.ts';
import { AwardTokens } from './award-tokens.ts';
import { WithdrawAward } from './withdraw-award.ts';

describe('The withdrawal of an award', () => {
  let azora: Azora;
  let learnerId: string;
  let courseId: string;

  beforeAll(async () => {
    azora = await Azora.start({ environment: { WORKERS: 'off' } });
  });

  beforeEach(() => {
    [learnerId, courseId] = [newId(), newId()];
  });

  afterAll(() => azora.stop());

  function award(source = courseId): Promise<void> {
    return azora.app.get(CommandBus).execute(new AwardTokens(learnerId, 'course_completed', source));
  }

  function withdraw(): Promise<void> {
    return azora.app.get(CommandBus).execute(new WithdrawAward(learnerId, 'course_completed', courseId));
  }

  function balance() {
    return azora.app.get(QueryBus).execute(new GetBalance(learnerId));
  }

  it('takes back what was awarded, once, and leaves other awards', async () => {
    await award();
    await award(newId());
    await withdraw();
    await withdraw();
    expect(await balance()).toEqual({ available: 100, lifetime: 100 });
  });

  it('takes back as much as was awarded, whatever the rule gives by now', async () => {
    await award();
    await rowsOf(azora, "update rewards.award_rules set amount = 250 where code = 'course_completed'");
    await withdraw();
    await rowsOf(azora, "update rewards.award_rules set amount = 100 where code = 'course_completed'");
    expect(await balance()).toEqual({ available: 0, lifetime: 0 });
  });

  it('leaves nothing of an award that is heard of later', async () => {
    await withdraw();
    await award();
    expect(await balance()).toEqual({ available: 0, lifetime: 0 });
  });

  it.each(Array.from({ length: 5 }, (_, round) => round))(
    'leaves nothing of one that comes at the same moment: %i',
    async () => {
      await Promise.all([award(), withdraw(), award(), withdraw()]);
      expect(await balance()).toEqual({ available: 0, lifetime: 0 });
    },
  );
});
