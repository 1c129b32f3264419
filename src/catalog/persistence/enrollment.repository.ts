import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { NotEnrolled } from '../domain/enrollment.errors.ts';
import type { Enrollment } from '../domain/enrollment.ts';
import { Enrollments } from '../domain/enrollments.ts';
import { enrollmentMapping } from './enrollment.mapping.ts';

@Injectable()
export class EnrollmentRepository extends Enrollments {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(enrollment: Enrollment): void {
    this.em.persist(enrollment);
  }

  override async find(courseId: string, learnerId: string): Promise<Enrollment | undefined> {
    const lockMode = LockMode.PESSIMISTIC_WRITE;
    return (await this.em.findOne(enrollmentMapping, { courseId, learnerId }, { lockMode })) ?? undefined;
  }

  override async lock(courseId: string, learnerId: string): Promise<Enrollment> {
    const enrollment = await this.find(courseId, learnerId);
    if (!enrollment || enrollment.endedAt) throw new NotEnrolled();
    return enrollment;
  }

  override async lockAllOf(learnerId: string): Promise<void> {
    await this.em.execute('select 1 from catalog.enrollments where learner_id = ? order by id for update', [learnerId]);
  }
}
