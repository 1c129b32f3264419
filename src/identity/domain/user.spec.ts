import fc from 'fast-check';
import { normalizeEmail } from '../email.contract.ts';
import { UserSignedUp } from '../identity.contract.ts';
import { User } from './user.ts';

describe('A user', () => {
  it('says that they signed up, without a word of their password', () => {
    const user = User.signUp('1', 'ada@example.org', 'Ada', '$argon2id$secret', ['learner'], new Date());
    expect(user.pullEvents()).toEqual([new UserSignedUp('1', 'ada@example.org', 'Ada')]);
  });
});

describe('The address of an account', () => {
  it.each([
    ['Ada@Example.ORG', 'ada@example.org'],
    ['  ada@example.org\n', 'ada@example.org'],
    ['ａｄａ＠example.org', 'ada@example.org'],
    ['ada+courses@example.org', 'ada+courses@example.org'],
    ['a.da@example.org', 'a.da@example.org'],
  ])('%j is %j', (written, address) => {
    expect(normalizeEmail(written)).toBe(address);
  });

  it('is the same after normalizing it twice', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), written => {
        const once = normalizeEmail(written);
        expect(normalizeEmail(once)).toBe(once);
      }),
    );
  });
});
