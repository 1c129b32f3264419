import { applyDecorators, SetMetadata } from '@nestjs/common';
import { ApiBearerAuth, ApiExtension, ApiSecurity } from '@nestjs/swagger';
import { ApiProblem } from '../kernel/http/api-problems.decorator.ts';
import type { Principal } from '../kernel/http/principal.ts';
import { mayDo, PERMISSIONS, type Permission } from './domain/permissions.ts';

/** Metadata key of a route's access rule: a permission, or {@link PUBLIC}. A route without one answers 403. */
export const ACCESS = 'azora:access';
export const PUBLIC = 'public';

/** Lets anyone in, signed in or not. */
export function Public(): MethodDecorator & ClassDecorator {
  return applyDecorators(SetMetadata(ACCESS, PUBLIC), ApiExtension('x-roles', ['anyone']), ApiSecurity({}));
}

/** Lets in whoever has one of the roles that the table in `identity/domain/permissions.ts` gives this permission. */
export function Requires(permission: Permission): MethodDecorator & ClassDecorator {
  const roles = PERMISSIONS[permission];
  return applyDecorators(
    SetMetadata(ACCESS, permission),
    ApiBearerAuth(),
    ApiExtension('x-permission', permission),
    ApiExtension('x-roles', roles),
    ApiProblem(401, 'unauthenticated') as MethodDecorator,
    ApiProblem(403, 'forbidden') as MethodDecorator,
  );
}

/** Whether somebody has a permission: by a role and, with an API key, by its scopes too. */
export function may({ roles, scopes }: Pick<Principal, 'roles' | 'scopes'>, permission: Permission): boolean {
  return mayDo(roles, permission) && (scopes?.includes(permission) ?? true);
}
