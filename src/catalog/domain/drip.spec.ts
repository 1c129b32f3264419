import fc from 'fast-check';
import { DAY_MS } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { aLesson, NOON } from '../testing/courses.ts';
import type { Lesson, Opens } from './curriculum.ts';
import { type Completions, openingsOf } from './drip.ts';

const after = (days: number) => new Date(NOON.getTime() + days * DAY_MS);
const completedAt = (lesson: Lesson | undefined, days: number): Completions => ({
  [lesson?.id ?? '']: { at: after(days).toISOString(), score: null },
});
const OPEN = { open: true, opensAt: null, waitsFor: null };

/** What the last of two lessons is to somebody who enrolled at noon. */
function lastOf(opens: Opens, days: number, completed: (first: Lesson) => Completions = () => ({})) {
  const lessons = [aLesson(), aLesson({ opens })] as const;
  const progress = { enrolledAt: NOON, completions: completed(lessons[0]) };
  return { ...openingsOf(lessons, progress, after(days)).get(lessons[1].id), first: lessons[0].id };
}

describe('A lesson', () => {
  it('is open at once when nothing is said of it', () => {
    const lesson = aLesson();
    expect(openingsOf([lesson], { enrolledAt: NOON, completions: {} }, NOON).get(lesson.id)).toEqual(OPEN);
  });

  it('opens at its moment, not a millisecond before', () => {
    const opens = { at: '2026-03-03T13:00:00+01:00' };
    expect(lastOf(opens, 2)).toMatchObject(OPEN);
    expect(lastOf(opens, 2 - 1 / DAY_MS)).toMatchObject({ open: false, opensAt: after(2), waitsFor: null });
  });

  it('opens so many days after the enrollment', () => {
    expect(lastOf({ daysAfterEnrollment: 7 }, 6)).toMatchObject({ open: false, opensAt: after(7) });
    expect(lastOf({ daysAfterEnrollment: 7 }, 7)).toMatchObject(OPEN);
  });

  it('waits for the lesson before it, and then so many days', () => {
    const opens = { daysAfterPrevious: 2 };
    const waiting = lastOf(opens, 100);
    expect(waiting).toMatchObject({ open: false, opensAt: null, waitsFor: waiting.first });
    expect(lastOf(opens, 11, first => completedAt(first, 10))).toMatchObject({ open: false, opensAt: after(12) });
    expect(lastOf(opens, 12, first => completedAt(first, 10))).toMatchObject(OPEN);
    expect(lastOf({ daysAfterPrevious: 0 }, 10, first => completedAt(first, 10))).toMatchObject(OPEN);
  });

  it('waits for nothing when it is the first', () => {
    const lesson = aLesson({ opens: { daysAfterPrevious: 3 } });
    expect(openingsOf([lesson], { enrolledAt: NOON, completions: {} }, NOON).get(lesson.id)).toEqual(OPEN);
  });

  describe('of any course', () => {
    const days = fc.integer({ min: 0, max: 30 });
    const opens: fc.Arbitrary<Opens | null> = fc.oneof(
      fc.constant(null),
      days.map(count => ({ at: after(count).toISOString() })),
      days.map(count => ({ daysAfterEnrollment: count })),
      days.map(count => ({ daysAfterPrevious: count })),
    );
    const course = fc.array(fc.record({ opens, completedOn: fc.option(days) }), { minLength: 1, maxLength: 12 });
    type Drawn = { opens: Opens | null; completedOn: number | null }[];

    function progressIn(drawn: Drawn) {
      const lessons = drawn.map(({ opens: rule }) => aLesson({ id: newId(), opens: rule }));
      const completions = lessons.map((lesson, place) => {
        const day = drawn[place]?.completedOn ?? null;
        return day === null ? {} : completedAt(lesson, day);
      });
      return { lessons, progress: { enrolledAt: NOON, completions: Object.assign({}, ...completions) as Completions } };
    }

    it('never locks again: neither by itself, nor once it is completed, nor because another one is', () => {
      fc.assert(
        fc.property(course, days, days, fc.nat(), (drawn, now, more, chosen) => {
          const { lessons, progress } = progressIn(drawn);
          const before = openingsOf(lessons, progress, after(now));
          const another = lessons[chosen % lessons.length];
          const completions = { ...completedAt(another, now), ...progress.completions };
          const later = openingsOf(lessons, { ...progress, completions }, after(now + more));
          for (const { id } of lessons) {
            if (before.get(id)?.open) expect(later.get(id)).toEqual(OPEN);
            if (completions[id]) expect(later.get(id)).toEqual(OPEN);
          }
        }),
      );
    });

    it('opens when it says so, and when it does not say when, it names an incomplete lesson', () => {
      fc.assert(
        fc.property(course, days, (drawn, now) => {
          const { lessons, progress } = progressIn(drawn);
          for (const [id, { open, opensAt, waitsFor }] of openingsOf(lessons, progress, after(now))) {
            if (opensAt) {
              expect(opensAt > after(now)).toBe(true);
              expect(openingsOf(lessons, progress, opensAt).get(id)).toEqual(OPEN);
            } else if (!open) {
              expect(lessons.map(lesson => lesson.id)).toContain(waitsFor);
              expect(progress.completions[waitsFor as string]).toBeUndefined();
            }
          }
        }),
      );
    });

    it('can be come to: whoever completes what is open, and waits, completes all', () => {
      fc.assert(
        fc.property(course, drawn => {
          const lessons = drawn.map(({ opens: rule }) => aLesson({ opens: rule }));
          let completions: Completions = {};
          for (let day = 0; day <= 31 * lessons.length; day += 1)
            for (const lesson of lessons)
              if (openingsOf(lessons, { enrolledAt: NOON, completions }, after(day)).get(lesson.id)?.open)
                completions = { ...completedAt(lesson, day), ...completions };
          expect(Object.keys(completions)).toHaveLength(lessons.length);
        }),
        { numRuns: 20 },
      );
    });
  });
});
