import { AccountAlert, AccountErased, UserSignedUp } from '../identity.contract.ts';
import { aUser, NOON } from '../testing/users.ts';
import { AccountLocked, CannotDoThisToOneself } from './account.errors.ts';
import { User } from './user.ts';

const LATER = new Date('2026-03-02T12:00:00.000Z');

describe('A user', () => {
  it('says that they signed up, without a word of their password', () => {
    const user = User.signUp('1', 'ada@example.org', 'Ada', '$argon2id$secret', ['learner'], NOON);
    expect(user.pullEvents()).toEqual([new UserSignedUp('1', 'ada@example.org', 'Ada')]);
    expect(user.emailVerifiedAt).toBeNull();
  });

  it('whom a provider vouches for starts with a verified address and no password', () => {
    const user = User.signUp('1', 'ada@example.org', 'Ada', null, ['learner'], NOON, true);
    expect([user.emailVerifiedAt, user.passwordHash]).toEqual([NOON, null]);
  });

  it('keeps the instant of the first verification', () => {
    const user = aUser();
    user.verifyEmail(NOON);
    user.verifyEmail(LATER);
    expect(user.emailVerifiedAt).toEqual(NOON);
  });

  it('is told at both addresses that the address has changed, and has verified the new one', () => {
    const user = aUser({ email: 'old@example.org' });
    user.changeEmail('new@example.org', LATER);
    expect([user.email, user.emailVerifiedAt]).toEqual(['new@example.org', LATER]);
    expect(user.pullEvents()).toEqual([
      new AccountAlert(user.id, 'email_changed', 'old@example.org'),
      new AccountAlert(user.id, 'email_changed', null),
    ]);
  });

  it('hears of a new password, and not of the same one hashed anew', () => {
    const user = aUser();
    user.rehash('$argon2id$stronger');
    expect([user.passwordHash, user.pullEvents()]).toEqual(['$argon2id$stronger', []]);
    user.setPassword('$argon2id$new');
    expect(user.pullEvents()).toEqual([new AccountAlert(user.id, 'password_changed', null)]);
  });

  it('changes neither their own roles nor their own lock', () => {
    const user = aUser({ roles: ['admin'] });
    expect(() => user.setRoles(['learner'], user.id)).toThrow(CannotDoThisToOneself);
    expect(() => user.lock(user.id, NOON)).toThrow(CannotDoThisToOneself);
    expect([user.roles, user.lockedAt, user.pullEvents()]).toEqual([['admin'], null, []]);
  });

  it('gets roles from somebody else, and hears of it', () => {
    const user = aUser();
    user.setRoles(['learner', 'instructor'], 'admin');
    expect(user.roles).toEqual(['learner', 'instructor']);
    expect(user.pullEvents()).toEqual([new AccountAlert(user.id, 'roles_changed', null)]);
  });

  it('who is locked may not enter until unlocked, and hears of either once', () => {
    const user = aUser();
    user.lock('admin', NOON);
    user.lock('admin', LATER);
    expect(user.lockedAt).toEqual(NOON);
    expect(() => user.assertMayEnter()).toThrow(AccountLocked);
    expect(user.pullEvents()).toEqual([new AccountAlert(user.id, 'account_locked', null)]);
    user.unlock();
    user.unlock();
    expect(() => user.assertMayEnter()).not.toThrow();
    expect(user.pullEvents()).toEqual([new AccountAlert(user.id, 'account_unlocked', null)]);
  });

  it('who is erased leaves nothing but an id, and hears of it where they were', () => {
    const user = aUser({ email: 'ada@example.org', roles: ['learner', 'instructor'] });
    user.verifyEmail(NOON);
    user.erase(LATER);
    expect(user.pullEvents()).toEqual([
      new AccountAlert(user.id, 'account_erased', 'ada@example.org'),
      new AccountErased(user.id, 'ada@example.org'),
    ]);
    expect(JSON.stringify(user)).not.toMatch(/"ada|ada@|argon2/i);
    expect([user.roles, user.emailVerifiedAt, user.erasedAt]).toEqual([[], null, LATER]);
    expect(() => user.assertMayEnter()).toThrow(AccountLocked);
  });

  it('who is erased has an address that is like no other, and that nobody can foresee', () => {
    const [one, other] = [aUser(), aUser()];
    for (const user of [one, other]) user.erase(NOON);
    expect(one.email).toMatch(/@erased\.invalid$/);
    expect(one.email).not.toBe(other.email);
    expect(one.email).not.toContain(one.id);
  });
});
