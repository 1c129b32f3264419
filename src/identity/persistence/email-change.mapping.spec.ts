import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { EmailChange } from '../domain/email-change.ts';
import { aUser, NOON } from '../testing/users.ts';
import { emailChangeMapping } from './email-change.mapping.ts';
import { userMapping } from './user.mapping.ts';

const [LEFT, ENTERED, DONE] = [1, 2, 3].map(milliseconds => new Date(NOON.getTime() + milliseconds)) as [
  Date,
  Date,
  Date,
];

describe('The mapping of a change of address', () => {
  it.each([
    ['waits', null, null, null],
    ['was confirmed at the old address', LEFT, null, null],
    ['is done', LEFT, ENTERED, DONE],
  ])('brings every field back of one that %s', async (_, leftAt, enteredAt, doneAt) => {
    const user = aUser();
    const addresses = ['old@example.org', 'new@example.org'] as const;
    const change = new EmailChange(newId(), user.id, ...addresses, NOON, leftAt, enteredAt, doneAt);
    const loaded = await stored(emailChangeMapping, change, [userMapping, user]);
    expect({ ...loaded }).toEqual({ ...change });
    expect(loaded).toBeInstanceOf(EmailChange);
    expect([loaded.leftAt, loaded.enteredAt, loaded.doneAt]).toEqual([leftAt, enteredAt, doneAt]);
  });
});
