import type { Membership } from './membership.ts';

/** To change one, lock its organization first: then what was read holds until the transaction ends. */
export abstract class Memberships {
  abstract add(membership: Membership): void;

  abstract remove(membership: Membership): void;

  abstract find(organizationId: string, userId: string): Promise<Membership | undefined>;

  abstract countOwners(organizationId: string): Promise<number>;

  /** Who becomes owner when this member, the only owner, is gone: the longest-standing admin, else member. */
  abstract findSuccessor(owner: Membership): Promise<Membership | undefined>;
}
