import fc from 'fast-check';
import {
  ACCESS_TOKEN_SECONDS,
  activeKey,
  isRotationDue,
  PUBLICATION_SECONDS,
  publishedKeys,
  SigningKey,
} from './signing-key.ts';

const NOON = Date.UTC(2026, 2, 1, 12);
const MINUTE = 60_000;
const DAY = 86_400_000;
const PUBLICATION_MS = PUBLICATION_SECONDS * 1_000;
const TOKEN_MS = ACCESS_TOKEN_SECONDS * 1_000;

function at(milliseconds: number): Date {
  return new Date(NOON + milliseconds);
}

function keyFrom(milliseconds: number): SigningKey {
  return new SigningKey(`from ${milliseconds}`, { kty: 'EC', crv: 'P-256', x: '', y: '' }, 'sealed', at(milliseconds));
}

function idsOf(keys: readonly SigningKey[]): string[] {
  return keys.map(({ id }) => id).sort();
}

describe('A signing key', () => {
  const [former, next] = [keyFrom(0), keyFrom(30 * DAY)];

  it('waits, signs, retires and is gone, as time passes', () => {
    const statesAt = (instant: Date) => ({
      active: activeKey([next, former], instant)?.id,
      published: idsOf(publishedKeys([next, former], instant)),
    });
    const both = idsOf([former, next]);
    expect(statesAt(at(30 * DAY - 1))).toEqual({ active: former.id, published: both });
    expect(statesAt(at(30 * DAY))).toEqual({ active: next.id, published: both });
    expect(statesAt(at(30 * DAY + 16 * MINUTE - 1))).toEqual({ active: next.id, published: both });
    expect(statesAt(at(30 * DAY + 16 * MINUTE))).toEqual({ active: next.id, published: [next.id] });
  });

  it('is wanted when there is none, and when the newest has signed for thirty days', () => {
    expect(isRotationDue([], at(0))).toBe(true);
    expect(isRotationDue([former], at(30 * DAY - 1))).toBe(false);
    expect(isRotationDue([former], at(30 * DAY))).toBe(true);
    expect(isRotationDue([former, next], at(30 * DAY))).toBe(false);
  });

  it('signs though its time has not quite come, when it is the only one and this clock is behind', () => {
    expect(activeKey([former], at(-1))).toBe(former);
    expect(publishedKeys([former], at(-1))).toEqual([former]);
  });

  it('is missing only where there are none', () => {
    expect(activeKey([], at(0))).toBeUndefined();
  });
});

interface Rotation {
  readonly made: number;
  readonly key: SigningKey;
}

/** The first key signs at once, each other after its publication, and none is made while one waits. */
function historyOf(pauses: number[]): Rotation[] {
  let made = 0;
  const later = pauses.map(pause => (made += PUBLICATION_MS + pause));
  const successors = later.map(instant => ({ made: instant, key: keyFrom(instant + PUBLICATION_MS) }));
  return [{ made: 0, key: keyFrom(0) }, ...successors];
}

function keysBy(history: Rotation[], instant: number): SigningKey[] {
  return history.filter(({ made }) => made <= instant).map(({ key }) => key);
}

const pauses = fc.oneof(fc.integer({ min: 0, max: 30 * MINUTE }), fc.integer({ min: 0, max: 40 * DAY }));

/** A history and an instant close to where one of its keys is made, takes over or goes. */
const scenes = fc
  .record({
    history: fc.array(pauses, { maxLength: 8 }).map(historyOf),
    nth: fc.nat(),
    since: fc.oneof(fc.constantFrom(PUBLICATION_MS - 1, PUBLICATION_MS), fc.integer({ min: 0, max: 40 * MINUTE })),
  })
  .map(({ history, nth, since }) => ({ history, now: (history[nth % history.length] as Rotation).made + since }));

describe('The signing keys, at any instant of any history of rotations,', () => {
  it('are one that signs, at most one that waits, and those before', () => {
    fc.assert(
      fc.property(scenes, ({ history, now }) => {
        const keys = keysBy(history, now);
        const active = activeKey(keys, at(now)) as SigningKey;
        expect(active.isPending(at(now))).toBe(false);
        const published = publishedKeys(keys, at(now));
        expect(published).toContain(active);
        expect(published.filter(key => key.isPending(at(now))).length).toBeLessThanOrEqual(1);
      }),
    );
  });

  it('include whichever signs within the time that others keep them', () => {
    const kept = fc.integer({ min: 0, max: PUBLICATION_MS });
    fc.assert(
      fc.property(scenes, kept, ({ history, now }, later) => {
        const signs = activeKey(keysBy(history, now + later), at(now + later)) as SigningKey;
        expect(idsOf(publishedKeys(keysBy(history, now), at(now)))).toContain(signs.id);
      }),
    );
  });

  it('include the one that signed a token for as long as the token lives', () => {
    const lifetime = fc.oneof(fc.constant(TOKEN_MS), fc.integer({ min: 0, max: TOKEN_MS }));
    fc.assert(
      fc.property(scenes, lifetime, ({ history, now }, later) => {
        const signed = activeKey(keysBy(history, now), at(now)) as SigningKey;
        expect(idsOf(publishedKeys(keysBy(history, now + later), at(now + later)))).toContain(signed.id);
      }),
    );
  });

  it('lack for ever what has gone, so that it can be deleted', () => {
    fc.assert(
      fc.property(scenes, fc.integer({ min: 0, max: 400 * DAY }), ({ history, now }, later) => {
        const kept = publishedKeys(keysBy(history, now), at(now));
        const all = keysBy(history, now + later);
        const rest = all.filter(key => kept.includes(key) || !keysBy(history, now).includes(key));
        expect(idsOf(publishedKeys(rest, at(now + later)))).toEqual(idsOf(publishedKeys(all, at(now + later))));
      }),
    );
  });
});
