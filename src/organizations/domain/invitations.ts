import type { Invitation } from './invitation.ts';

/** To change one, lock its organization first: then what was read holds until the transaction ends. */
export abstract class Invitations {
  abstract add(invitation: Invitation): void;

  /** Whose invitation this is. It never changes, so it may be read before the organization is locked. */
  abstract organizationOf(id: string): Promise<string | undefined>;

  /** @throws InvitationNotFound */
  abstract get(organizationId: string, id: string): Promise<Invitation>;

  /** The one invitation to this address that nobody has accepted or revoked, expired or not. */
  abstract findStanding(organizationId: string, email: string): Promise<Invitation | undefined>;

  /** How many invitations to other addresses can be accepted now. */
  abstract countOpenToOthers(organizationId: string, email: string, now: Date): Promise<number>;

  /** Notes whose account an invited address has become. */
  abstract link(email: string, userId: string): Promise<void>;

  /** Every invitation to this person or address, open or not: it holds their address. */
  abstract forget(userId: string, email?: string): Promise<void>;
}
