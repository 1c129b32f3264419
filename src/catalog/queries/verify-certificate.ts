import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Environment } from '../../config/environment.ts';
import { Database } from '../../kernel/persistence/database.ts';
import { CertificateNotFound } from '../domain/certificate.errors.ts';
import { certificateCodeOf } from '../domain/certificate-code.ts';
import { CERTIFICATE_COLUMNS, type CertificateRow, type CertificateView, certificateFrom } from './certificate.view.ts';

/** What anybody who knows the code may know of a certificate. @throws CertificateNotFound */
export class VerifyCertificate extends Query<CertificateView> {
  constructor(
    /** As somebody has typed it. */
    readonly code: string,
  ) {
    super();
  }
}

const SQL = `
  select ${CERTIFICATE_COLUMNS} from catalog.certificates k join catalog.enrollments e on e.id = k.id where k.code = $1`;

@QueryHandler(VerifyCertificate)
export class VerifyCertificateHandler implements IQueryHandler<VerifyCertificate> {
  constructor(
    private readonly database: Database,
    private readonly environment: Environment,
  ) {}

  async execute({ code }: VerifyCertificate): Promise<CertificateView> {
    const values = [certificateCodeOf(code)];
    const [row] = await this.database.prepared<CertificateRow>('verify-certificate', SQL, values);
    if (!row) throw new CertificateNotFound();
    return certificateFrom(row, this.environment);
  }
}
