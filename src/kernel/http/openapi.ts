import type { INestApplication } from '@nestjs/common';
import { DocumentBuilder, type OpenAPIObject, SwaggerModule } from '@nestjs/swagger';
import { z } from 'zod';
import { problemView } from './problem.ts';

/** Errors that every route can answer with. */
const EVERYWHERE = {
  '400': 'The request can not be read: `malformed_request`',
  '422': 'The input does not have the expected shape: `invalid_input`',
  '429': 'Too many requests: `rate_limited`',
  '500': 'A bug on our side: `internal_error`',
};

interface Answer {
  readonly content?: Record<string, { schema?: object }>;
}

export function openApiDocument(app: INestApplication): OpenAPIObject {
  const config = new DocumentBuilder()
    .setTitle('Azora')
    .setDescription(
      'The monetization backend for learning platforms. Every error is `application/problem+json` (RFC 9457).',
    )
    .setVersion('0.1.0')
    .setLicense('Apache-2.0', 'https://www.apache.org/licenses/LICENSE-2.0')
    .setOpenAPIVersion('3.1.0')
    .addServer('/')
    .addBearerAuth()
    .addTag('identity', 'Accounts and sessions')
    .addTag('organizations', 'Organizations, their members and invitations')
    .addTag('catalog', 'Courses, purchases and learning')
    .addTag('billing', 'Payments and the money ledger')
    .addTag('rewards', 'Tokens')
    .addTag('operations', 'Probes')
    .build();
  const document = SwaggerModule.createDocument(app, config, {
    operationIdFactory: (controller, method) => `${controller.replace(/Controller$/, '')}_${method}`,
  });
  const { Problem = {} } = z.toJSONSchema(problemView).$defs ?? {};
  document.components = {
    ...document.components,
    schemas: { ...document.components?.schemas, Problem: Problem as object },
  };
  completeOperations(document);
  return document;
}

function completeOperations(document: OpenAPIObject): void {
  for (const operation of Object.values(document.paths).flatMap(path => Object.values(path))) {
    for (const [status, description] of Object.entries(EVERYWHERE)) {
      operation.responses[status] ??= {
        description,
        content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } },
      };
    }
    for (const { content = {} } of Object.values(operation.responses as Record<string, Answer>))
      for (const [type, media] of Object.entries(content)) if (!type.endsWith('json')) media.schema = schemaOf(type);
    const document = operation['x-form-document'];
    if (document) operation.requestBody.content['multipart/form-data'] = formWith(document, operation.requestBody);
    // Swagger's page shows no extensions, so the roles are said in words too.
    const roles = `For ${operation['x-roles']?.join(', ')}.`;
    operation.description = operation.description ? `${operation.description}\n\n${roles}` : roles;
  }
}

/** A form whose first field is the JSON of the body, and all others are files. */
function formWith(document: string, { content }: { content: Record<string, { schema: object }> }): object {
  return {
    schema: {
      type: 'object',
      properties: { [document]: content['application/json']?.schema },
      required: [document],
      additionalProperties: { type: 'string', format: 'binary' },
    },
    encoding: { [document]: { contentType: 'application/json' } },
  };
}

/** The schema of a view is that of its JSON. */
function schemaOf(type: string): object {
  return type.startsWith('text/') ? { type: 'string' } : {};
}
