import type { Course } from '../course.ts';
import { expectSame } from '../expect-same.ts';
import { listedPrice } from '../listed-price.ts';
import type { Person } from '../person.ts';

/** @param amount minor units, in the currency the course has already */
export async function changePrice(
  instructor: Person,
  { id, title, summary, price: { currency } }: Course,
  amount: number,
): Promise<Course> {
  const price = { amount, currency };
  const revised = (await instructor.put<Course>(`/api/courses/${id}`, { title, summary, price })).granted();
  expectSame('the price the list shows', await listedPrice(instructor, id), price);
  return revised;
}
