import fc from 'fast-check';
import { newId } from '../../kernel/domain/ids.ts';
import { CourseCompleted, LearnerEnrolled, LessonCompleted } from '../catalog.contract.ts';
import { NOON } from '../testing/courses.ts';
import { Enrollment } from './enrollment.ts';

function anEnrollment(): Enrollment {
  const enrollment = Enrollment.enroll(newId(), newId(), newId(), 'purchase', NOON);
  enrollment.pullEvents();
  return enrollment;
}

describe('An enrollment', () => {
  it('says who was enrolled in what', () => {
    const enrollment = Enrollment.enroll(newId(), newId(), newId(), 'purchase', NOON);
    const { id, courseId, learnerId } = enrollment;
    expect(enrollment.pullEvents()).toEqual([new LearnerEnrolled(id, courseId, learnerId)]);
  });

  it('counts each lesson once and the course once, in whatever order and however often they are completed', () => {
    const lessons = ['a', 'b', 'c', 'd', 'e'];
    fc.assert(
      fc.property(fc.array(fc.constantFrom(...lessons)), completed => {
        const enrollment = anEnrollment();
        for (const lesson of completed) enrollment.completeLesson(lesson, lessons, NOON);
        const distinct = [...new Set(completed)];
        const events = enrollment.pullEvents();
        expect(enrollment.completedLessons).toEqual(distinct);
        expect(events.filter(event => event instanceof LessonCompleted)).toHaveLength(distinct.length);
        expect(events.filter(event => event instanceof CourseCompleted)).toHaveLength(distinct.length === 5 ? 1 : 0);
        expect(enrollment.completedAt).toEqual(distinct.length === 5 ? NOON : null);
      }),
    );
  });

  it('stays complete, and says so no second time, when the course gets another lesson', () => {
    const enrollment = anEnrollment();
    enrollment.completeLesson('a', ['a'], NOON);
    enrollment.pullEvents();
    enrollment.completeLesson('b', ['a', 'b'], new Date());
    expect(enrollment.completedAt).toEqual(NOON);
    expect(enrollment.pullEvents()).toEqual([new LessonCompleted(enrollment.courseId, 'b', enrollment.learnerId)]);
  });

  it('is complete by the lessons there are, when one that was completed is gone', () => {
    const enrollment = anEnrollment();
    enrollment.completeLesson('gone', ['gone', 'a'], NOON);
    enrollment.completeLesson('a', ['a'], NOON);
    expect(enrollment.completedAt).toEqual(NOON);
  });

  it("knows nothing of another course's lesson", () => {
    const enrollment = anEnrollment();
    expect(() => enrollment.completeLesson('x', ['a'], NOON)).toThrow(
      expect.objectContaining({ code: 'lesson_not_found' }),
    );
    expect(enrollment.completedLessons).toEqual([]);
  });
});
