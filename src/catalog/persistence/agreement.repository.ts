import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Agreement, Subject } from '../domain/agreement.ts';
import { Agreements } from '../domain/agreements.ts';
import { agreementMapping } from './agreement.mapping.ts';

@Injectable()
export class AgreementRepository extends Agreements {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(agreement: Agreement): void {
    this.em.persist(agreement);
  }

  override async hold({ courseId, instructorId }: Subject): Promise<void> {
    const lock = `agreements about ${courseId ?? instructorId}`;
    await this.em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [lock]);
  }

  override async about({ courseId, instructorId }: Subject, at: Date): Promise<Agreement | undefined> {
    const [agreement] = await this.em.find(
      agreementMapping,
      { courseId, instructorId, effectiveAt: { $lte: at } },
      { orderBy: [{ effectiveAt: 'desc' }, { setAt: 'desc' }, { id: 'desc' }], limit: 1 },
    );
    return agreement;
  }

  override async partOf(courseId: string, at: Date): Promise<number | undefined> {
    const [agreed] = await this.em.execute<{ part: number | null }[]>(
      `select (catalog.agreement_for(c.id, c.instructor_id, ?)).basis_points as part from catalog.courses c where c.id = ?`,
      [at, courseId],
    );
    return agreed?.part ?? undefined;
  }
}
