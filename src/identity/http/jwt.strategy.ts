import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { JwtService } from '@nestjs/jwt';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { z } from 'zod';
import type { Principal } from '../../kernel/http/principal.ts';
import { ACCESS_TOKEN, AccessTokens } from '../domain/access-tokens.ts';
import { GetPrincipal } from '../queries/get-principal.ts';

/** What else a header says of keys (`jku`, `x5u`, `jwk`, `x5c`) is ignored: keys come from our own table. */
const header = z.looseObject({
  kid: z.uuid(),
  typ: z.literal(ACCESS_TOKEN.type),
  alg: z.literal(ACCESS_TOKEN.algorithm),
});
const claims = z.looseObject({ sub: z.uuid(), sid: z.uuid(), exp: z.number() });

@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(
    jwt: JwtService,
    accessTokens: AccessTokens,
    private readonly queries: QueryBus,
  ) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKeyProvider: (_: unknown, token: string, done: (error: unknown, key?: string) => void) => {
        keyOf(token, jwt, accessTokens).then(key => done(null, key), done);
      },
      algorithms: [ACCESS_TOKEN.algorithm],
      issuer: ACCESS_TOKEN.issuer,
      audience: ACCESS_TOKEN.audience,
    });
  }

  /** Who the token speaks for now, and not when it was signed: a session may have ended since, and roles changed. */
  async validate(payload: unknown): Promise<Principal | false> {
    const { success, data } = claims.safeParse(payload);
    return (success && (await this.queries.execute(new GetPrincipal(data.sid, data.sub)))) || false;
  }
}

async function keyOf(token: string, jwt: JwtService, accessTokens: AccessTokens): Promise<string | undefined> {
  const decoded: { header?: unknown } | null = jwt.decode(token, { complete: true });
  const { success, data } = header.safeParse(decoded?.header);
  return success ? accessTokens.publicKey(data.kid) : undefined;
}
