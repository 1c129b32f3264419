import { UserSignedUp } from '../identity.contract.ts';
import { User } from './user.ts';

describe('A user', () => {
  it('says that they signed up, without a word of their password', () => {
    const user = User.signUp('1', 'ada@example.org', 'Ada', '$argon2id$secret', ['learner'], new Date());
    expect(user.pullEvents()).toEqual([new UserSignedUp('1', 'ada@example.org', 'Ada')]);
  });
});
