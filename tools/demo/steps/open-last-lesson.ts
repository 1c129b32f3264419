import { expectSame } from '../expect-same.ts';
import type { Person } from '../person.ts';
import { progressOf } from '../progress-of.ts';
import type { TaughtCourse } from '../taught-course.ts';

/** Learners get it with the publishing, and keep what they have completed. */
export async function openLastLesson(instructor: Person, learner: Person, course: TaughtCourse): Promise<void> {
  const { id, title } = course.lessons[2];
  const isOpen = async () => {
    const { completedLessons, schedule } = await progressOf(learner, course);
    return { completedLessons, open: schedule[2]?.open };
  };
  const lesson = { title, body: '# Closing\n\nEverything returns to zero, also today.' };
  (await instructor.put(`/api/courses/${course.id}/lessons/${id}`, lesson)).granted();
  expectSame('the last lesson while it is only drafted', await isOpen(), { completedLessons: 2, open: false });
  (await instructor.post(`/api/courses/${course.id}/publish`)).granted();
  expectSame('the last lesson once it is published', await isOpen(), { completedLessons: 2, open: true });
}
