import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { LinkedIdentity } from '../domain/linked-identity.ts';
import { aUser, NOON } from '../testing/users.ts';
import { linkedIdentityMapping } from './linked-identity.mapping.ts';
import { userMapping } from './user.mapping.ts';

describe('The mapping of a linked identity', () => {
  it('brings every field back', async () => {
    const user = aUser();
    const identity = new LinkedIdentity(newId(), 'google', '108234|Ä', user.id, NOON);
    const loaded = await stored(linkedIdentityMapping, identity, [userMapping, user]);
    expect({ ...loaded }).toEqual({ ...identity });
    expect(loaded).toBeInstanceOf(LinkedIdentity);
  });
});
