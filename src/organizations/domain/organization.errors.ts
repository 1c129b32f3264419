import { DomainError } from '../../kernel/domain/domain-error.ts';

/** Whoever is not a member does not learn that it exists. */
export class OrganizationNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'organization_not_found';

  constructor() {
    super('You are not a member of such an organization.');
  }
}

export class NotAllowedInOrganization extends DomainError {
  static override readonly kind = 'forbidden';
  static override readonly code = 'not_allowed_in_organization';

  constructor() {
    super('Your role in this organization does not allow this. Ask one of its owners.');
  }
}

export class TooManyOrganizations extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'too_many_organizations';

  constructor(most: number) {
    super(`You have created ${most} organizations. Nobody may create more.`, { most });
  }
}
