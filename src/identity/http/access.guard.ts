import { type ExecutionContext, ForbiddenException, Injectable } from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../kernel/http/principal.ts';
import { actAs } from '../../kernel/observability/trace.ts';
import { ACCESS, PUBLIC } from '../access.contract.ts';
import { mayDo, type Permission } from '../domain/permissions.ts';

/** Default-deny: a route that declares no access lets nobody in. */
@Injectable()
export class AccessGuard extends AuthGuard('jwt') {
  constructor(private readonly reflector: Reflector) {
    super();
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const access = this.reflector.getAllAndOverride<Permission | typeof PUBLIC | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access === PUBLIC) return true;
    if (!access) throw new ForbiddenException();

    await super.canActivate(context);
    const request = context.switchToHttp().getRequest<FastifyRequest & { user: Principal }>();
    request.principal = request.user;
    actAs(request.principal);
    if (!mayDo(request.principal.roles, access)) throw new ForbiddenException();
    return true;
  }
}
