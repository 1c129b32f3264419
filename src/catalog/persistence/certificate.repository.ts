import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type Certificate, Certificates } from '../domain/certificate.ts';

@Injectable()
export class CertificateRepository extends Certificates {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(certificate: Certificate): void {
    this.em.persist(certificate);
  }

  override async forgetName(learnerId: string): Promise<void> {
    await this.em.execute(
      `update catalog.certificates c set name = null
       from catalog.enrollments e where e.id = c.id and e.learner_id = ? and c.name is not null`,
      [learnerId],
    );
  }
}
