import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Environment } from '../../config/environment.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { CertificateNotFound } from '../domain/certificate.errors.ts';
import { NotEnrolled } from '../domain/enrollment.errors.ts';
import { CERTIFICATE_COLUMNS, type CertificateRow, type CertificateView, certificateFrom } from './certificate.view.ts';

/** A learner's own. @throws NotEnrolled, and CertificateNotFound when the course is not completed */
export class GetCertificate extends Query<CertificateView> {
  constructor(
    readonly courseId: string,
    readonly learnerId: string,
  ) {
    super();
  }
}

const SQL = `
  select ${CERTIFICATE_COLUMNS} from catalog.enrollments e left join catalog.certificates k on k.id = e.id
  where e.course_id = $1 and e.learner_id = $2 and e.ended_at is null`;

@QueryHandler(GetCertificate)
export class GetCertificateHandler implements IQueryHandler<GetCertificate> {
  constructor(
    private readonly database: Database,
    private readonly environment: Environment,
  ) {}

  async execute({ courseId, learnerId }: GetCertificate): Promise<CertificateView> {
    const [row] = await this.database.prepared<CertificateRow>('get-certificate', SQL, [courseId, learnerId]);
    if (!row) throw new NotEnrolled();
    if (!row.code) throw new CertificateNotFound();
    return certificateFrom(row, this.environment);
  }
}
