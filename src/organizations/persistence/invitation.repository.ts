import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { InvitationNotFound } from '../domain/invitation.errors.ts';
import type { Invitation } from '../domain/invitation.ts';
import { Invitations } from '../domain/invitations.ts';
import { invitationMapping } from './invitation.mapping.ts';

const STANDING = { _acceptedAt: null, _revokedAt: null };

@Injectable()
export class InvitationRepository extends Invitations {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(invitation: Invitation): void {
    this.em.persist(invitation);
  }

  override async organizationOf(id: string): Promise<string | undefined> {
    const [row] = await this.em.execute<{ organization_id: string }[]>(
      'select organization_id from organizations.invitations where id = ?',
      [id],
    );
    return row?.organization_id;
  }

  override async get(organizationId: string, id: string): Promise<Invitation> {
    const invitation = await this.em.findOne(invitationMapping, { id, organizationId });
    if (!invitation) throw new InvitationNotFound();
    return invitation;
  }

  override async findStanding(organizationId: string, email: string): Promise<Invitation | undefined> {
    return (await this.em.findOne(invitationMapping, { organizationId, email, ...STANDING })) ?? undefined;
  }

  override async countOpenToOthers(organizationId: string, email: string, now: Date): Promise<number> {
    const [row] = await this.em.execute<{ open: number }[]>(
      `select count(*)::integer as open from organizations.invitations
       where organization_id = ? and email <> ? and expires_at > ? and accepted_at is null and revoked_at is null`,
      [organizationId, email, now],
    );
    return row?.open ?? 0;
  }

  override async link(email: string, userId: string): Promise<void> {
    await this.em.execute(
      'update organizations.invitations set invitee_id = ? where email = ? and invitee_id is null',
      [userId, email],
    );
  }

  override async forget(userId: string, email?: string): Promise<void> {
    await this.em.execute('delete from organizations.invitations where invitee_id = ? or email = ?', [
      userId,
      email ?? null,
    ]);
  }
}
