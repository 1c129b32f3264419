import { DomainError } from '../../kernel/domain/domain-error.ts';

export class OrganizationNeedsOwner extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'organization_needs_owner';

  constructor() {
    super('An organization needs an owner. Make somebody else an owner first.');
  }
}

export class MemberNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'member_not_found';

  constructor() {
    super('There is no such member in this organization.');
  }
}

export class MemberAlready extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'member_already';

  constructor() {
    super('This person is a member already.');
  }
}
