import { availableParallelism } from 'node:os';
import { setImmediate as aTurn } from 'node:timers/promises';
import { TooManyLogins } from '../domain/sign-in.errors.ts';
import { weakHash } from '../testing/weak-hash.ts';
import { Argon2Passwords } from './argon2-passwords.ts';

describe('Passwords', () => {
  const passwords = new Argon2Passwords();

  afterAll(() => passwords.onApplicationShutdown());

  it('are stored as argon2id of 19 MiB and two passes, each under a salt of its own', async () => {
    const [one, other] = await Promise.all([passwords.hash('correct horse'), passwords.hash('correct horse')]);
    expect(one).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/);
    expect(one).not.toBe(other);
  });

  it.each([
    ['correct horse', true],
    ['Correct horse', false],
    ['correct horse ', false],
    ['', false],
  ])('match %j: %j', async (password, expected) => {
    expect(await passwords.matches(password, await passwords.hash('correct horse'))).toBe(expected);
  });

  it.each([null, undefined])('match nothing where there is %j, not even what stands in for it', async none => {
    expect(await passwords.matches('nobody has this password', none)).toBe(false);
  });

  it('are outdated when they were hashed with less', async () => {
    expect(passwords.isOutdated(weakHash('correct horse'))).toBe(true);
    expect(await passwords.matches('correct horse', weakHash('correct horse'))).toBe(true);
    expect(passwords.isOutdated(await passwords.hash('correct horse'))).toBe(false);
  });

  it.each(['password', '12345678', 'qwertyuiop', 'iloveyou', 'football'])('know %j to be common', password => {
    expect(passwords.isCommon(password)).toBe(true);
  });

  it('know no constructor nor property of a dictionary to be common', () => {
    for (const word of ['__proto__', 'constructor', 'toString', 'correct horse'])
      expect(passwords.isCommon(word)).toBe(false);
  });

  it('are put off when more than fifty wait for each thread, and taken again when fewer do', async () => {
    const threads = Math.max(1, availableParallelism() - 1);
    const most = threads * 51;
    const waiting = await Promise.allSettled(
      Array.from({ length: most + 8 }, async () => passwords.matches('correct horse', undefined)),
    );
    const putOff = waiting.filter(({ status }) => status === 'rejected') as PromiseRejectedResult[];
    expect(putOff).toHaveLength(8);
    for (const { reason } of putOff) expect(reason).toBeInstanceOf(TooManyLogins);
    expect(await passwords.matches('correct horse', undefined)).toBe(false);
  });

  it('are hashed beside whoever asks, who goes on with other things: twenty take far more than twenty turns', async () => {
    let isDone = false;
    let turns = 0;
    const others = (async () => {
      for (; !isDone; turns += 1) await aTurn();
    })();
    await Promise.all(Array.from({ length: 20 }, () => passwords.hash('correct horse')));
    isDone = true;
    await others;
    expect(turns).toBeGreaterThan(400);
  });
});
