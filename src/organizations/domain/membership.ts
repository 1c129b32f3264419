import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { MemberJoined, MemberLeft, MemberRoleChanged } from '../organizations.contract.ts';
import { OrganizationNeedsOwner } from './membership.errors.ts';
import type { OrganizationRole } from './permissions.ts';

/** One person's place in an organization. Whoever changes one has locked the organization. */
export class Membership extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly organizationId: string,
    readonly userId: string,
    readonly joinedAt: Date,
    private _role: OrganizationRole,
  ) {
    super();
  }

  static join(id: string, organizationId: string, userId: string, role: OrganizationRole, now: Date): Membership {
    const membership = new Membership(id, organizationId, userId, now, role);
    membership.record(new MemberJoined(organizationId, userId, role));
    return membership;
  }

  get role(): OrganizationRole {
    return this._role;
  }

  /** What the audit log calls it. It names the person, because the membership itself may be gone when somebody asks. */
  get auditSubject(): string {
    return `membership:${this.organizationId}/${this.userId}`;
  }

  /**
   * Giving the role that somebody has changes nothing.
   * @param owners how many the organization has
   * @throws OrganizationNeedsOwner
   */
  changeRole(role: OrganizationRole, owners: number): void {
    if (role === this._role) return;
    this.assertDispensable(owners);
    this._role = role;
    this.record(new MemberRoleChanged(this.organizationId, this.userId, role));
  }

  /** @param owners how many the organization has @throws OrganizationNeedsOwner */
  leave(owners: number): void {
    this.assertDispensable(owners);
    this.record(new MemberLeft(this.organizationId, this.userId));
  }

  /** Their account is erased, which no rule prevents: the organization finds another owner, or goes with them. */
  vanish(): void {
    this.record(new MemberLeft(this.organizationId, this.userId));
  }

  isOnlyOwner(owners: number): boolean {
    return this._role === 'owner' && owners <= 1;
  }

  private assertDispensable(owners: number): void {
    if (this.isOnlyOwner(owners)) throw new OrganizationNeedsOwner();
  }
}
