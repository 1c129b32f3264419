import fc from 'fast-check';
import { normalizeEmail } from './email.contract.ts';

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
