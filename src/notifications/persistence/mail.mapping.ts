import { defineEntity, p } from '@mikro-orm/postgresql';
import { Mail, type MailFacts, type MailLink, type MailState } from '../domain/mail.ts';

export const mailMapping = defineEntity({
  class: Mail,
  schema: 'notifications',
  tableName: 'mails',
  properties: {
    id: p.uuid().primary(),
    userId: p.uuid().nullable(),
    address: p.text().nullable(),
    template: p.text(),
    facts: p.json().$type<MailFacts>(),
    link: p.json().$type<MailLink>().nullable(),
    queuedAt: p.datetime().columnType('timestamptz'),
    _state: p.text().$type<MailState>().fieldName('state'),
    _sentAt: p.datetime().columnType('timestamptz').nullable().fieldName('sent_at'),
  },
});
