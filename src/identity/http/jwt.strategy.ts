import { Injectable } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { JsonWebTokenError, JwtService } from '@nestjs/jwt';
import { PassportStrategy } from '@nestjs/passport';
import passport from 'passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { z } from 'zod';
import { newId } from '../../kernel/domain/ids.ts';
import type { Principal } from '../../kernel/http/principal.ts';
import { ACCESS_TOKEN, AccessTokens } from '../domain/access-tokens.ts';
import { GetPrincipal } from '../queries/get-principal.ts';

/** What else a header says of keys (`jku`, `x5u`, `jwk`, `x5c`) is ignored: keys come from our own table. */
const header = z.looseObject({
  kid: z.uuid(),
  typ: z.literal(ACCESS_TOKEN.type),
  alg: z.literal(ACCESS_TOKEN.algorithm),
});
/** The package takes a signature of another length than ES256's 64 bytes for a fault of ours. */
const token = z.object({ header, signature: z.string().length(86) });
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
      secretOrKeyProvider: (_: unknown, text: string, done: (error: unknown, key?: string) => void) => {
        keyOf(text, jwt, accessTokens)
          .then(key => done(null, key))
          .catch(done);
      },
      algorithms: [ACCESS_TOKEN.algorithm],
      issuer: ACCESS_TOKEN.issuer,
      audience: ACCESS_TOKEN.audience,
    });
    // Passport's names are the process's, and two apps in one process must not answer for each other.
    this.name = `jwt ${newId()}`;
    passport.use(this);
  }

  /** Who the token speaks for now, and not when it was signed: a session may have ended since, and roles changed. */
  async validate(payload: unknown): Promise<Principal | false> {
    const { success, data } = claims.safeParse(payload);
    return (success && (await this.queries.execute(new GetPrincipal(data.sid, data.sub)))) || false;
  }
}

/** The package must never be called without a key: given a token without a signature, it fails where nobody catches it. */
async function keyOf(text: string, jwt: JwtService, accessTokens: AccessTokens): Promise<string> {
  const { success, data } = token.safeParse(jwt.decode(text, { complete: true }));
  const key = success ? await accessTokens.publicKey(data.header.kid) : undefined;
  if (!key) throw new JsonWebTokenError('no key of ours');
  return key;
}
