import { DomainError } from '../../kernel/domain/domain-error.ts';

/** Mails to strangers go out for people only who can be reached themselves. */
export class AddressNotVerified extends DomainError {
  static override readonly kind = 'forbidden';
  static override readonly code = 'address_not_verified';

  constructor() {
    super('Verify your own address before you invite others. Have the link mailed again if it is too old.');
  }
}

/** For a token that nobody made, too. */
export class InvitationNotFound extends DomainError {
  static override readonly kind = 'not_found';
  static override readonly code = 'invitation_not_found';

  constructor() {
    super('There is no such invitation.');
  }
}

export class InvitationClosed extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'invitation_closed';

  constructor() {
    super('This invitation was used or withdrawn, or does not count any more. Ask for a new one.');
  }
}

export class InvitationForAnotherAddress extends DomainError {
  static override readonly kind = 'forbidden';
  static override readonly code = 'invitation_for_another_address';

  constructor() {
    super('This invitation went to another address. Sign in with the account of that address.');
  }
}

export class TooManyInvitations extends DomainError {
  static override readonly kind = 'conflict';
  static override readonly code = 'too_many_invitations';

  constructor(most: number) {
    super(`This organization has ${most} open invitations. Wait until some are accepted, or revoke some.`, { most });
  }
}
