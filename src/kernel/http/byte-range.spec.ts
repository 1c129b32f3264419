import fc from 'fast-check';
import { rangeIn } from './byte-range.ts';

describe('A range of bytes', () => {
  it.each([
    ['bytes=0-0', { first: 0, last: 0 }],
    ['bytes=2-5', { first: 2, last: 5 }],
    ['bytes=2-', { first: 2, last: 9 }],
    ['bytes=2-99', { first: 2, last: 9 }],
    ['bytes=-3', { first: 7, last: 9 }],
    ['bytes=-99', { first: 0, last: 9 }],
    ['Bytes = 2 - 5 ', { first: 2, last: 5 }],
  ])('of ten is found in %s', (header, range) => {
    expect(rangeIn(header, 10)).toEqual(range);
  });

  it.each(['bytes=10-', 'bytes=10-12', 'bytes=-0', 'bytes=999999999999999-'])('of ten is not there for %s', header => {
    expect(rangeIn(header, 10)).toBe('unsatisfiable');
  });

  it.each([
    undefined,
    '',
    'bytes',
    'bytes=',
    'bytes=-',
    'bytes=5-2',
    'bytes=0-1,4-5',
    'bytes=a-b',
    'bytes=0x1-2',
    'bytes=1.5-2',
    'bytes=--1',
    'items=0-1',
    `bytes=${'9'.repeat(16)}-`,
  ])('is all of it for %s', header => {
    expect(rangeIn(header, 10)).toBeUndefined();
  });

  it('never goes beyond what there is', () => {
    const number = fc.oneof(fc.constant(''), fc.nat(1_000).map(String));
    fc.assert(
      fc.property(number, number, fc.nat(500), (from, to, length) => {
        const range = rangeIn(`bytes=${from}-${to}`, length);
        if (typeof range !== 'object') return;
        expect(range.first).toBeGreaterThanOrEqual(0);
        expect(range.first).toBeLessThanOrEqual(range.last);
        expect(range.last).toBeLessThan(length);
      }),
    );
  });
});
