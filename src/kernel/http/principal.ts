import { createParamDecorator, type ExecutionContext, UnauthorizedException } from '@nestjs/common';
import type { FastifyRequest } from 'fastify';

/** Who a request acts for. Authentication puts it on the request. */
export interface Principal {
  readonly userId: string;
  readonly roles: readonly string[];
  /** The session that the access token is of; none for an API key. */
  readonly sessionId?: string;
  readonly apiKeyId?: string;
  /** The permissions that an API key was made for. */
  readonly scopes?: readonly string[];
}

declare module 'fastify' {
  interface FastifyRequest {
    principal?: Principal;
  }
}

/** The signed-in principal, as a handler's parameter. */
export const Actor = createParamDecorator((_: unknown, context: ExecutionContext): Principal => {
  const { principal } = context.switchToHttp().getRequest<FastifyRequest>();
  if (!principal) throw new UnauthorizedException();
  return principal;
});
