import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { OrganizationCreated } from '../organizations.contract.ts';
import { TooManyInvitations } from './invitation.errors.ts';
import { TooManyOrganizations } from './organization.errors.ts';

/** How many organizations one person may create. */
export const MOST_CREATED = 20;
/** How many invitations of one organization may be open. */
export const MOST_INVITATIONS = 100;

export class Organization extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly createdBy: string,
    readonly createdAt: Date,
    private _name: string,
  ) {
    super();
  }

  /**
   * @param before how many this person has created already
   * @throws TooManyOrganizations
   */
  static create(id: string, name: string, creatorId: string, before: number, now: Date): Organization {
    if (before >= MOST_CREATED) throw new TooManyOrganizations(MOST_CREATED);
    const organization = new Organization(id, creatorId, now, name);
    organization.record(new OrganizationCreated(id, name, creatorId));
    return organization;
  }

  get name(): string {
    return this._name;
  }

  rename(name: string): void {
    this._name = name;
  }

  /** @param open how many invitations to others are open @throws TooManyInvitations */
  assertMayInviteBeside(open: number): void {
    if (open >= MOST_INVITATIONS) throw new TooManyInvitations(MOST_INVITATIONS);
  }
}
