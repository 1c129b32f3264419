import { assertAcceptable } from './new-password.ts';
import { PasswordTooCommon, PasswordTooPersonal } from './password.errors.ts';
import { Passwords } from './passwords.ts';

/** Knows what is common, which is all that the rules ask. */
class OneCommonPassword extends Passwords {
  override isCommon(password: string): boolean {
    return password === 'letmein1';
  }

  override hash = never;
  override matches = never;
  override isOutdated = never;
  override assertRoom = never;
}

function never(): never {
  throw new Error('The rules hash nothing');
}

function propose(password: string, owner = { email: 'ada.lovelace@example.org', name: 'Ada Byron' }) {
  return () => assertAcceptable(password, owner, new OneCommonPassword());
}

describe('A new password', () => {
  it.each(['letmein1', 'LetMeIn1', 'LETMEIN1'])('%j is refused as common', password => {
    expect(propose(password)).toThrow(PasswordTooCommon);
  });

  it.each([
    'ada.lovelace@example.org',
    'ADA.Lovelace@Example.org',
    'ada.lovelace',
    'Ada.Lovelace1990!',
    'Ada Byron',
    'adabyron',
    '123AdaByron123',
    'azora123',
    '!!AZORA!!',
  ])('%j is refused as personal', password => {
    expect(propose(password)).toThrow(PasswordTooPersonal);
  });

  it.each([
    'correct horse battery staple',
    'ada lovelace and her engine',
    'aaaaaaaa bbb',
    '12345678 98765432',
    'пароль-пароль',
    '🔑🔑🔑🔑🔑🔑🔑🔑',
  ])('%j is taken: no rule of composition stands in its way', password => {
    expect(propose(password)).not.toThrow();
  });

  it.each([
    { email: 'x@example.org', name: '' },
    { email: '@example.org', name: ' ' },
    { email: '', name: '  ' },
  ])('of signs and digits only is not taken for the name of %j', owner => {
    expect(propose('31415926 !', owner)).not.toThrow();
  });
});
