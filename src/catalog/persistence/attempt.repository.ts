import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Attempt } from '../domain/attempt.ts';
import { Attempts } from '../domain/attempts.ts';
import { attemptMapping } from './attempt.mapping.ts';

@Injectable()
export class AttemptRepository extends Attempts {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(attempt: Attempt): void {
    this.em.persist(attempt);
  }

  override async has(id: string): Promise<boolean> {
    return (await this.em.count(attemptMapping, { id })) > 0;
  }

  override countOf(enrollmentId: string, quizId: string): Promise<number> {
    return this.em.count(attemptMapping, { enrollmentId, quizId });
  }

  override async forget(learnerId: string): Promise<void> {
    await this.em.execute(
      `delete from catalog.quiz_attempts a using catalog.enrollments e
       where e.id = a.enrollment_id and e.learner_id = ?`,
      [learnerId],
    );
  }
}
