import type { Course, Price } from './course.ts';
import type { Person } from './person.ts';

/** What the first page of the list asks for a course; undefined when it does not show it. */
export async function listedPrice(reader: Person, courseId: string): Promise<Price | undefined> {
  const { items } = (await reader.get<{ items: Course[] }>('/api/courses/list')).granted();
  return items.find(({ id }) => id === courseId)?.price;
}
