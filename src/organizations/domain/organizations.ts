import type { Organization } from './organization.ts';

export abstract class Organizations {
  abstract add(organization: Organization): void;

  abstract remove(organization: Organization): void;

  /** Locked until the transaction ends, and its members and invitations with it. @throws OrganizationNotFound */
  abstract lock(id: string): Promise<Organization>;

  /**
   * Those that somebody is a member of, or invited to and so perhaps about to be one, locked in the order of their ids, so that
   * two who lock several do not deadlock.
   */
  abstract lockAllOf(userId: string, email?: string): Promise<Organization[]>;

  /** Whoever counts the same person's waits until the transaction ends, so that the count holds. */
  abstract countCreatedBy(userId: string): Promise<number>;
}
