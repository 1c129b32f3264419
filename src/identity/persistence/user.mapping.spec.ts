import { stored } from '../../../test/support/stored.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { User } from '../domain/user.ts';
import { userMapping } from './user.mapping.ts';

describe('The mapping of a user', () => {
  it('brings every field back', async () => {
    const user = new User(
      newId(),
      'ada@example.org',
      'Ada 🙂',
      '$argon2id$hash',
      ['learner', 'support'],
      new Date('2026-03-01T12:00:00.123Z'),
      new Date('2026-03-02T12:00:00Z'),
      new Date('2026-03-03T12:00:00Z'),
      null,
    );
    const loaded = await stored(userMapping, user);
    expect({ ...loaded }).toEqual({ ...user });
    expect(loaded).toBeInstanceOf(User);
    expect([loaded.email, loaded.name, loaded.passwordHash]).toEqual(['ada@example.org', 'Ada 🙂', '$argon2id$hash']);
    expect(loaded.roles).toEqual(['learner', 'support']);
  });
});
