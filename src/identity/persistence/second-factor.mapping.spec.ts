import { stored } from '../../../test/support/stored.ts';
import { SecondFactor } from '../domain/second-factor.ts';
import { aUser, NOON } from '../testing/users.ts';
import { secondFactorMapping } from './second-factor.mapping.ts';
import { userMapping } from './user.mapping.ts';

describe('The mapping of a second factor', () => {
  it('brings every field back', async () => {
    const user = aUser();
    const factor = new SecondFactor(user.id, 'sealed', NOON, 59_000_000_000, ['one', 'two']);
    const loaded = await stored(secondFactorMapping, factor, [userMapping, user]);
    expect({ ...loaded }).toEqual({ ...factor });
    expect(loaded).toBeInstanceOf(SecondFactor);
    expect([loaded.sealedSecret, loaded.confirmedAt, loaded.lastStep]).toEqual(['sealed', NOON, 59_000_000_000]);
    expect(loaded.recoveryHashes).toEqual(['one', 'two']);
  });

  it('leaves one that was only enrolled without an instant and without codes', async () => {
    const user = aUser();
    const loaded = await stored(secondFactorMapping, SecondFactor.enroll(user.id, 'sealed'), [userMapping, user]);
    expect([loaded.confirmedAt, loaded.lastStep, loaded.recoveryHashes]).toEqual([null, 0, []]);
  });
});
