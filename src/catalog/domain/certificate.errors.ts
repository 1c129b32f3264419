import { DomainError } from '../../kernel/domain/domain-error.ts';

export class CertificateNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'certificate_not_found';

  constructor() {
    super('There is no such certificate. A course has one once it is completed.');
  }
}
