import fc from 'fast-check';
import { DAY_MS } from '../../kernel/domain/clock.ts';
import { newId } from '../../kernel/domain/ids.ts';
import { CourseCompleted, LearnerEnrolled, LessonCompleted } from '../catalog.contract.ts';
import { aLesson, NOON } from '../testing/courses.ts';
import type { Lesson } from './curriculum.ts';
import { Enrollment } from './enrollment.ts';

function anEnrollment(): Enrollment {
  const enrollment = Enrollment.enroll(newId(), newId(), newId(), 'purchase', NOON);
  enrollment.pullEvents();
  return enrollment;
}

const named = (...ids: string[]): Lesson[] => ids.map(id => aLesson({ id }));

describe('An enrollment', () => {
  it('says who was enrolled in what', () => {
    const enrollment = Enrollment.enroll(newId(), newId(), newId(), 'purchase', NOON);
    const { id, courseId, learnerId } = enrollment;
    expect(enrollment.pullEvents()).toEqual([new LearnerEnrolled(id, courseId, learnerId)]);
  });

  it('counts each lesson once and the course once, in whatever order and however often they are completed', () => {
    const ids = ['a', 'b', 'c', 'd', 'e'];
    const lessons = named(...ids);
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...ids)), completed => {
        const enrollment = anEnrollment();
        for (const lesson of completed) enrollment.completeLesson(lesson, lessons, NOON);
        const distinct = [...new Set(completed)];
        const events = enrollment.pullEvents();
        expect(Object.keys(enrollment.completions)).toEqual(distinct);
        expect(events.filter(event => event instanceof LessonCompleted)).toHaveLength(distinct.length);
        expect(events.filter(event => event instanceof CourseCompleted)).toHaveLength(distinct.length === 5 ? 1 : 0);
        expect(enrollment.completedAt).toEqual(distinct.length === 5 ? NOON : null);
      }),
    );
  });

  it('stays complete, and says so no second time, when the course gets another lesson', () => {
    const enrollment = anEnrollment();
    enrollment.completeLesson('a', named('a'), NOON);
    enrollment.pullEvents();
    enrollment.completeLesson('b', named('a', 'b'), new Date());
    expect(enrollment.completedAt).toEqual(NOON);
    expect(enrollment.pullEvents()).toEqual([new LessonCompleted(enrollment.courseId, 'b', enrollment.learnerId)]);
  });

  it('is complete by the lessons there are, when one that was completed is gone', () => {
    const enrollment = anEnrollment();
    enrollment.completeLesson('gone', named('gone', 'a'), NOON);
    enrollment.completeLesson('a', named('a'), NOON);
    expect(enrollment.completedAt).toEqual(NOON);
  });

  it('tells what it took', () => {
    const enrollment = anEnrollment();
    const later = new Date(NOON.getTime() + 2.9 * DAY_MS);
    enrollment.completeLesson('a', named('a', 'b'), NOON);
    expect(enrollment.completeLesson('b', named('a', 'b'), later)).toBe(true);
    expect(enrollment.completeLesson('b', named('a', 'b'), later)).toBe(false);
    const { courseId, learnerId } = enrollment;
    expect(enrollment.pullEvents()).toContainEqual(new CourseCompleted(courseId, learnerId, 2, [], 2));
    expect(enrollment.completions.b?.at).toBe(later.toISOString());
  });

  it('completes no lesson that is locked, and tells when it opens', () => {
    const enrollment = anEnrollment();
    const lessons = [aLesson({ id: 'a' }), aLesson({ id: 'b', opens: { daysAfterPrevious: 1 } })];
    const completeLast = (now: Date) => enrollment.completeLesson('b', lessons, now);
    expect(() => completeLast(NOON)).toThrow(
      expect.objectContaining({ code: 'lesson_locked', details: { opensAt: null, waitsFor: 'a' } }),
    );
    enrollment.completeLesson('a', lessons, NOON);
    const opensAt = '2026-03-02T12:00:00.000Z';
    expect(() => completeLast(NOON)).toThrow(expect.objectContaining({ details: { opensAt, waitsFor: null } }));
    completeLast(new Date(opensAt));
    expect(enrollment.completedAt).toEqual(new Date(opensAt));
  });

  it("knows nothing of another course's lesson", () => {
    const enrollment = anEnrollment();
    expect(() => enrollment.completeLesson('x', named('a'), NOON)).toThrow(
      expect.objectContaining({ code: 'lesson_not_found' }),
    );
    expect(enrollment.completions).toEqual({});
  });
});
