import type { Course } from './course.ts';

/** A course of three lessons, as its author knows it: to read, to be asked, and to wait for. */
export interface TaughtCourse extends Course {
  readonly lessons: readonly [Course['lessons'][0], AskedLesson, Course['lessons'][0]];
}

interface AskedLesson {
  readonly id: string;
  readonly title: string;
  readonly quiz: { readonly id: string };
}
