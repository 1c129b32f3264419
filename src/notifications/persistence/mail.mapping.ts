import { defineEntity, p } from '@mikro-orm/postgresql';
import { Mail, type MailFacts, type MailState } from '../domain/mail.ts';

export const mailMapping = defineEntity({
  class: Mail,
  schema: 'notifications',
  tableName: 'mails',
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid(),
    template: p.text(),
    facts: p.json().$type<MailFacts>(),
    queuedAt: p.datetime().columnType('timestamptz'),
    _state: p.text().$type<MailState>().fieldName('state'),
    _sentAt: p.datetime().columnType('timestamptz').nullable().fieldName('sent_at'),
  },
});
