import fc from 'fast-check';
import { Session } from './session.ts';

const NOON = new Date('2026-03-01T12:00:00.000Z');
const DAY = 86_400_000;
const FOURTEEN_DAYS = 14 * DAY;
const NINETY_DAYS = 90 * DAY;

function aSession(): Session {
  return Session.start('1', '2', { address: '203.0.113.7', userAgent: 'Firefox' }, NOON);
}

function after(milliseconds: number): Date {
  return new Date(NOON.getTime() + milliseconds);
}

describe('A session', () => {
  it('is over after fourteen days without use', () => {
    expect(aSession().isOpen(after(FOURTEEN_DAYS - 1))).toBe(true);
    expect(aSession().isOpen(after(FOURTEEN_DAYS))).toBe(false);
  });

  it('goes on for fourteen days from its last use', () => {
    const session = aSession();
    session.use(after(10 * DAY));
    expect(session.isOpen(after(10 * DAY + FOURTEEN_DAYS - 1))).toBe(true);
    expect(session.isOpen(after(10 * DAY + FOURTEEN_DAYS))).toBe(false);
  });

  it('is over after ninety days, however much it is used', () => {
    const session = aSession();
    session.use(after(NINETY_DAYS - 1));
    expect(session.isOpen(after(NINETY_DAYS - 1))).toBe(true);
    expect(session.isOpen(after(NINETY_DAYS))).toBe(false);
  });

  it('is over when it was ended, and keeps the first reason and instant', () => {
    const session = aSession();
    session.end('replayed', after(1));
    session.end('logged_out', after(2));
    expect(session.isOpen(after(1))).toBe(false);
    expect([session.endedBecause, session.endedAt]).toEqual(['replayed', after(1)]);
  });

  it('is open exactly while it is used within fourteen days and ninety days have not passed', () => {
    const waits = fc.array(fc.integer({ min: 0, max: 20 * DAY }), { maxLength: 20 });
    fc.assert(
      fc.property(waits, fc.integer({ min: 0, max: 20 * DAY }), (between, last) => {
        const session = aSession();
        let [at, isOpen] = [0, true];
        for (const wait of [...between, last]) {
          at += wait;
          isOpen &&= wait < FOURTEEN_DAYS && at < NINETY_DAYS;
          expect(session.isOpen(after(at))).toBe(isOpen);
          if (isOpen) session.use(after(at));
        }
      }),
    );
  });

  it('is never open again once it was over', () => {
    const instants = fc.array(fc.integer({ min: 0, max: 200 * DAY }), { minLength: 2, maxLength: 20 });
    fc.assert(
      fc.property(instants, some => {
        const open = some.toSorted((a, b) => a - b).map(instant => aSession().isOpen(after(instant)));
        expect(open).toEqual(open.toSorted((a, b) => Number(b) - Number(a)));
      }),
    );
  });
});
