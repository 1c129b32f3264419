import { defineEntity, p } from '@mikro-orm/postgresql';
import { EmailChange } from '../domain/email-change.ts';

export const emailChangeMapping = defineEntity({
  class: EmailChange,
  schema: 'identity',
  tableName: 'email_changes',
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    oldEmail: p.text(),
    newEmail: p.text(),
    requestedAt: p.datetime().columnType('timestamptz'),
    _leftAt: p.datetime().columnType('timestamptz').nullable().fieldName('left_at'),
    _enteredAt: p.datetime().columnType('timestamptz').nullable().fieldName('entered_at'),
    _doneAt: p.datetime().columnType('timestamptz').nullable().fieldName('done_at'),
  },
});
