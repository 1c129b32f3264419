import { type CanActivate, type ExecutionContext, Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { AuthGuard } from '@nestjs/passport';
import type { FastifyRequest } from 'fastify';
import type { Principal } from '../../kernel/http/principal.ts';
import { actAs } from '../../kernel/observability/trace.ts';
import { KEY_MARK } from '../processes/issue-api-key.ts';
import { GetPrincipalOfKey } from '../queries/get-principal-of-key.ts';
import { JwtStrategy } from './jwt.strategy.ts';

const BEARER = /^Bearer +(\S+)$/i;
const LONGEST_KEY = 100;
const FAULTS_OF_TOKEN = ['JsonWebTokenError', 'TokenExpiredError', 'NotBeforeError', 'SyntaxError'];

/** Finds out who asks, before the quotas count and {@link AccessGuard} decides. It refuses nobody. */
@Injectable()
export class AuthenticationGuard extends AuthGuard() implements CanActivate {
  constructor(
    strategy: JwtStrategy,
    private readonly queries: QueryBus,
  ) {
    super({ defaultStrategy: strategy.name });
  }

  override async canActivate(context: ExecutionContext): Promise<boolean> {
    const request = context.switchToHttp().getRequest<FastifyRequest & { user?: Principal }>();
    const token = BEARER.exec(request.headers.authorization ?? '')?.[1];
    if (!token) return true;
    if (token.startsWith(KEY_MARK)) request.principal = await this.ownerOf(token);
    else {
      await super.canActivate(context);
      request.principal = request.user || undefined;
    }
    if (request.principal) actAs(request.principal);
    return true;
  }

  /** A token that is not good makes nobody, and no error. */
  // biome-ignore lint/suspicious/noExplicitAny: as passport declares it
  override handleRequest(error: unknown, user: any, info: unknown): any {
    const fault = error ?? (isFaultOfToken(info) ? undefined : info);
    if (fault) throw fault;
    return user || undefined;
  }

  private async ownerOf(key: string): Promise<Principal | undefined> {
    return key.length > LONGEST_KEY ? undefined : this.queries.execute(new GetPrincipalOfKey(key));
  }
}

/** Passport reports a failure of ours, such as to read the keys, the same way as a bad token. */
function isFaultOfToken(info: unknown): boolean {
  return info instanceof Error && FAULTS_OF_TOKEN.includes(info.name);
}
