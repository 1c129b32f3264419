import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import type { Membership } from '../domain/membership.ts';
import { Memberships } from '../domain/memberships.ts';
import { membershipMapping } from './membership.mapping.ts';

@Injectable()
export class MembershipRepository extends Memberships {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(membership: Membership): void {
    this.em.persist(membership);
  }

  override remove(membership: Membership): void {
    this.em.remove(membership);
  }

  override async find(organizationId: string, userId: string): Promise<Membership | undefined> {
    return (await this.em.findOne(membershipMapping, { organizationId, userId })) ?? undefined;
  }

  override async countOwners(organizationId: string): Promise<number> {
    const [row] = await this.em.execute<{ owners: number }[]>(
      `select count(*)::integer as owners from organizations.memberships where organization_id = ? and role = 'owner'`,
      [organizationId],
    );
    return row?.owners ?? 0;
  }

  override async findSuccessor({ organizationId, userId }: Membership): Promise<Membership | undefined> {
    const others = { organizationId, userId: { $ne: userId } };
    // An admin comes before a member in the alphabet, too.
    const orderBy = { _role: 'asc', joinedAt: 'asc', id: 'asc' } as const;
    return (await this.em.findOne(membershipMapping, others, { orderBy })) ?? undefined;
  }
}
