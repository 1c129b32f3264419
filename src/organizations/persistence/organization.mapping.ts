import { defineEntity, p } from '@mikro-orm/postgresql';
import { Organization } from '../domain/organization.ts';

export const organizationMapping = defineEntity({
  class: Organization,
  schema: 'organizations',
  tableName: 'organizations',
  properties: {
    id: p.uuid().primary(),
    createdBy: p.uuid(),
    createdAt: p.datetime().columnType('timestamptz'),
    _name: p.text().fieldName('name'),
  },
});
