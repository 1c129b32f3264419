import { SecondFactor } from './second-factor.ts';
import { WrongCode } from './sign-in.errors.ts';

const NOON = new Date('2026-03-01T12:00:00.000Z');

function confirmedAtStep(step: number): SecondFactor {
  const factor = SecondFactor.enroll('1', 'sealed');
  factor.confirm(step, ['one', 'two'], NOON);
  return factor;
}

describe('A second factor', () => {
  it('is not in force before a first code', () => {
    expect(SecondFactor.enroll('1', 'sealed').confirmedAt).toBeNull();
    expect(confirmedAtStep(100).confirmedAt).toEqual(NOON);
  });

  it('uses the first code up as it confirms', () => {
    expect(() => confirmedAtStep(100).useCode(100)).toThrow(WrongCode);
  });

  it('takes each code once, and none of an earlier step', () => {
    const factor = confirmedAtStep(100);
    factor.useCode(102);
    for (const step of [102, 101, 100, 0]) expect(() => factor.useCode(step)).toThrow(WrongCode);
    factor.useCode(103);
    expect(factor.lastStep).toBe(103);
  });

  it('takes each recovery code once, in any order', () => {
    const factor = confirmedAtStep(100);
    factor.useRecoveryCode('two');
    expect(() => factor.useRecoveryCode('two')).toThrow(WrongCode);
    factor.useRecoveryCode('one');
    expect(factor.recoveryHashes).toEqual([]);
    expect(() => factor.useRecoveryCode('one')).toThrow(WrongCode);
  });

  it('has no recovery codes before it is confirmed', () => {
    expect(() => SecondFactor.enroll('1', 'sealed').useRecoveryCode('one')).toThrow(WrongCode);
  });

  it('can get another secret until it is confirmed', () => {
    const factor = SecondFactor.enroll('1', 'sealed');
    factor.replaceSecret('another');
    expect(factor.sealedSecret).toBe('another');
  });
});
