import { AggregateRoot } from '../../kernel/domain/aggregate-root.ts';
import { DAY_MS } from '../../kernel/domain/clock.ts';
import { InvitationIssued } from '../organizations.contract.ts';
import { InvitationClosed } from './invitation.errors.ts';
import type { Organization } from './organization.ts';
import type { OrganizationRole } from './permissions.ts';

const LIFETIME_MS = 7 * DAY_MS;

/** What an invitation offers, and who makes it to whom. */
export interface Offer {
  readonly role: OrganizationRole;
  readonly invitedBy: string;
  /** The user at the address, while it has an account: their invitations are forgotten with them. Nobody is told. */
  readonly inviteeId: string | null;
}

export class Invitation extends AggregateRoot {
  constructor(
    readonly id: string,
    readonly organizationId: string,
    readonly email: string,
    private _inviteeId: string | null,
    private _role: OrganizationRole,
    private _invitedBy: string,
    private _invitedAt: Date,
    private _expiresAt: Date,
    private _acceptedAt: Date | null,
    private _revokedAt: Date | null,
  ) {
    super();
  }

  /** @param email as `normalizeEmail` leaves it */
  static issue(id: string, organization: Organization, email: string, offer: Offer, now: Date): Invitation {
    const { inviteeId, role, invitedBy } = offer;
    const invitation = new Invitation(id, organization.id, email, inviteeId, role, invitedBy, now, now, null, null);
    invitation.renew(organization, offer, now);
    return invitation;
  }

  get role(): OrganizationRole {
    return this._role;
  }

  get invitedBy(): string {
    return this._invitedBy;
  }

  get invitedAt(): Date {
    return this._invitedAt;
  }

  get expiresAt(): Date {
    return this._expiresAt;
  }

  /** Makes the offer anew, for another week, and asks for another mail. Links of earlier mails lead to the new offer. */
  renew({ name }: Organization, { role, invitedBy, inviteeId }: Offer, now: Date): void {
    this._inviteeId = inviteeId;
    this._role = role;
    this._invitedBy = invitedBy;
    this._invitedAt = now;
    this._expiresAt = new Date(now.getTime() + LIFETIME_MS);
    this.record(new InvitationIssued(this.id, this.organizationId, name, this.email, role));
  }

  isAcceptedBy(userId: string): boolean {
    return this._acceptedAt !== null && this._inviteeId === userId;
  }

  /** Once. @throws InvitationClosed */
  accept(userId: string, now: Date): void {
    if (this._acceptedAt || this._revokedAt || this._expiresAt <= now) throw new InvitationClosed();
    this._acceptedAt = now;
    this._inviteeId = userId;
  }

  /** Revoking what is revoked already changes nothing. @returns whether it changed @throws InvitationClosed once it was accepted */
  revoke(now: Date): boolean {
    if (this._acceptedAt) throw new InvitationClosed();
    if (this._revokedAt) return false;
    this._revokedAt = now;
    return true;
  }
}
