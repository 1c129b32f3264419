import {
  type CanActivate,
  type ExecutionContext,
  ForbiddenException,
  Injectable,
  UnauthorizedException,
} from '@nestjs/common';
import { Reflector } from '@nestjs/core';
import type { FastifyRequest } from 'fastify';
import { ACCESS, may, PUBLIC } from '../access.contract.ts';
import type { Permission } from '../domain/permissions.ts';

/** Default-deny: a route that declares no access lets nobody in. */
@Injectable()
export class AccessGuard implements CanActivate {
  constructor(private readonly reflector: Reflector) {}

  canActivate(context: ExecutionContext): boolean {
    const access = this.reflector.getAllAndOverride<Permission | typeof PUBLIC | undefined>(ACCESS, [
      context.getHandler(),
      context.getClass(),
    ]);
    if (access === PUBLIC) return true;
    if (!access) throw new ForbiddenException();
    const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
    if (!principal) throw new UnauthorizedException();
    if (!may(principal, access)) throw new ForbiddenException();
    return true;
  }
}
