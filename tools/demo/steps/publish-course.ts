import type { Course } from '../course.ts';
import { expectSame } from '../expect-same.ts';
import { listedPrice } from '../listed-price.ts';
import type { Person } from '../person.ts';

export async function publishCourse(instructor: Person, { id, price }: Course): Promise<void> {
  (await instructor.post(`/api/courses/${id}/publish`)).granted();
  expectSame('the price the list shows', await listedPrice(instructor, id), price);
}
