import { defineEntity, p } from '@mikro-orm/postgresql';
import { ConcurrentChange } from '../../kernel/domain/domain-error.ts';
import { constraintGuards } from '../../kernel/persistence/constraint-rules.ts';
import { LinkedIdentity } from '../domain/linked-identity.ts';
import { SignInFailed } from '../domain/sign-in.errors.ts';

export const linkedIdentityMapping = defineEntity({
  class: LinkedIdentity,
  schema: 'identity',
  tableName: 'linked_identities',
  properties: {
    id: p.uuid().primary(),
    provider: p.text(),
    subject: p.text(),
    userId: p.uuid(),
    linkedAt: p.datetime().columnType('timestamptz'),
  },
});

constraintGuards('linked_identities_subject', () => new ConcurrentChange());
// Another person at the provider has taken over the address: the account stays with the one who linked it first.
constraintGuards('linked_identities_user', () => new SignInFailed('linked_to_another'));
