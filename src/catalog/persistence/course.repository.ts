import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { CourseNotFound } from '../domain/course.errors.ts';
import type { Course } from '../domain/course.ts';
import { Courses } from '../domain/courses.ts';
import { courseMapping } from './course.mapping.ts';

@Injectable()
export class CourseRepository extends Courses {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(course: Course): void {
    this.em.persist(course);
  }

  override get(id: string): Promise<Course> {
    return this.one({ id });
  }

  override ofInstructor(id: string, instructorId: string): Promise<Course> {
    return this.one({ id, instructorId });
  }

  private async one(where: { id: string; instructorId?: string }): Promise<Course> {
    const course = await this.em.findOne(courseMapping, where);
    if (!course) throw new CourseNotFound();
    return course;
  }
}
