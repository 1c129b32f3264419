import { readFileSync } from 'node:fs';
import type { OpenAPIObject } from '@nestjs/swagger';
import type { Permission } from '../../src/identity/domain/permissions.ts';

/** An id that nobody and nothing has. */
export const NOBODY = '01990a2c-7b4e-7000-8000-000000000000';

interface BodySchema {
  readonly properties: Readonly<Record<string, object>>;
  readonly required?: readonly string[];
}

/** One method of one path, as the OpenAPI document has it. */
export interface Operation {
  /** `POST /api/courses/{id}/publish` */
  readonly name: string;
  readonly method: string;
  readonly path: string;
  readonly summary?: string;
  readonly roles: readonly string[];
  readonly permission?: Permission;
  readonly answers: readonly string[];
  /** Whether it wants an `Idempotency-Key`. */
  readonly keyed: boolean;
  /** Whether it comes page by page. */
  readonly paged: boolean;
  /** What it takes; undefined when it takes no body. */
  readonly body?: BodySchema;
  /** Whether it takes multipart/form-data. */
  readonly form: boolean;
}

/** Every operation of the API. `openapi.spec.ts` sees to it that the file is what the API says of itself. */
export const OPERATIONS: readonly Operation[] = operationsIn(JSON.parse(readFileSync('docs/openapi.json', 'utf8')));

export const BODIED = OPERATIONS.filter(({ body }) => body);

export function isPublic({ roles }: Operation): boolean {
  return roles.includes('anyone');
}

/** @param parameters what takes the place of `{id}` and its like; {@link NOBODY} where it says nothing */
export function addressOf({ path }: Operation, parameters: Readonly<Record<string, string>> = {}): string {
  return path.replaceAll(/\{(\w+)\}/g, (_, name: string) => parameters[name] ?? NOBODY);
}

function operationsIn({ paths, components }: OpenAPIObject): Operation[] {
  const schemaAt = (schema?: { $ref: string }) => components?.schemas?.[schema?.$ref.split('/').at(-1) as string];
  return Object.entries(paths).flatMap(([path, methods]) =>
    // biome-ignore lint/suspicious/noExplicitAny: an operation with its extensions
    Object.entries<any>(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      method: method.toUpperCase(),
      path,
      summary: operation.summary,
      roles: operation['x-roles'] ?? [],
      permission: operation['x-permission'],
      answers: Object.keys(operation.responses),
      keyed: (operation.parameters ?? []).some(
        ({ name, required }: { name: string; required?: boolean }) =>
          required && name.toLowerCase() === 'idempotency-key',
      ),
      paged: (operation.parameters ?? []).some(({ name }: { name: string }) => name === 'cursor'),
      body: schemaAt(operation.requestBody?.content['application/json']?.schema) as BodySchema | undefined,
      form: operation.requestBody?.content['multipart/form-data'] !== undefined,
    })),
  );
}
