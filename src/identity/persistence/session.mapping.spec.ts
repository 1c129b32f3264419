import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { type EndOfSession, Session } from '../domain/session.ts';
import { aUser, NOON } from '../testing/users.ts';
import { sessionMapping } from './session.mapping.ts';
import { userMapping } from './user.mapping.ts';

const [USED, EXPIRES, ENDED] = [1, 2, 3].map(milliseconds => new Date(NOON.getTime() + milliseconds)) as [
  Date,
  Date,
  Date,
];

describe('The mapping of a session', () => {
  it.each<[string, Date | null, EndOfSession | null]>([
    ['203.0.113.7', null, null],
    ['2001:db8::7', ENDED, 'replayed'],
  ])('brings every field back of one from %s', async (address, endedAt, because) => {
    const user = aUser();
    const session = new Session(newId(), user.id, NOON, USED, EXPIRES, endedAt, because, 'Firefox 🦊', address);
    const loaded = await stored(sessionMapping, session, [userMapping, user]);
    expect({ ...loaded }).toEqual({ ...session });
    expect(loaded).toBeInstanceOf(Session);
    expect([loaded.lastUsedAt, loaded.endedAt, loaded.endedBecause]).toEqual([USED, endedAt, because]);
  });
});
