import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { OrganizationNotFound } from '../domain/organization.errors.ts';
import type { Organization } from '../domain/organization.ts';
import { Organizations } from '../domain/organizations.ts';
import { organizationMapping } from './organization.mapping.ts';

const lockMode = LockMode.PESSIMISTIC_WRITE;

@Injectable()
export class OrganizationRepository extends Organizations {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(organization: Organization): void {
    this.em.persist(organization);
  }

  override remove(organization: Organization): void {
    this.em.remove(organization);
  }

  override async lock(id: string): Promise<Organization> {
    const organization = await this.em.findOne(organizationMapping, { id }, { lockMode });
    if (!organization) throw new OrganizationNotFound();
    return organization;
  }

  override async lockAllOf(userId: string, email?: string): Promise<Organization[]> {
    const rows = await this.em.execute<{ id: string }[]>(
      `select organization_id as id from organizations.memberships where user_id = ?
       union select organization_id from organizations.invitations where invitee_id = ? or email = ?`,
      [userId, userId, email ?? null],
    );
    const ids = rows.map(({ id }) => id);
    return this.em.find(organizationMapping, { id: { $in: ids } }, { lockMode, orderBy: { id: 'asc' } });
  }

  override async countCreatedBy(userId: string): Promise<number> {
    await this.em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`organizations of ${userId}`]);
    return this.em.count(organizationMapping, { createdBy: userId });
  }
}
