import { z } from 'zod';
import { pageView } from '../../kernel/http/page.ts';

const hash = z
  .string()
  .regex(/^[\da-f]{64}$/)
  .nullable();

export const auditLineView = z
  .strictObject({
    id: z.uuid(),
    occurredAt: z.iso.datetime(),
    actor: z
      .string()
      .describe('who did it: `user:<id>`, `visitor` (nobody who had signed in) or `system`')
      .meta({ example: 'user:01990a2c-7b4e-7000-8000-000000000001' }),
    apiKeyId: z.uuid().nullable().describe('the API key that acted for the user'),
    onBehalfOf: z.uuid().nullable().describe('the user it was done for, when that is not the actor'),
    action: z.string().meta({ example: 'identity.roles_changed' }),
    subject: z.string().meta({ example: 'user:01990a2c-7b4e-7000-8000-000000000002' }),
    address: z
      .string()
      .nullable()
      .describe('the IP address it came from; null when the system did it, and after 90 days')
      .meta({ example: '203.0.113.7' }),
    traceId: z
      .string()
      .nullable()
      .describe('the `traceId` of the request, as in problems and log lines')
      .meta({ example: '4bf92f3577b34da6a3ce929d0e0e4736' }),
    before: hash.describe('SHA-256 of the state before, as canonical JSON (RFC 8785)'),
    after: hash.describe('SHA-256 of the state after'),
  })
  .meta({ id: 'AuditLine' });

export const auditPageView = pageView(auditLineView).meta({ id: 'AuditPage' });
