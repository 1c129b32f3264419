import { Injectable, UnauthorizedException } from '@nestjs/common';
import { PassportStrategy } from '@nestjs/passport';
import { ExtractJwt, Strategy } from 'passport-jwt';
import { z } from 'zod';
import { Environment } from '../../config/environment.ts';
import type { Principal } from '../../kernel/http/principal.ts';
import { ACCESS_TOKEN } from '../domain/access-tokens.ts';
import { ROLES } from '../domain/permissions.ts';

const claims = z.object({ sub: z.uuid(), typ: z.literal('access'), roles: z.array(z.enum(ROLES)), exp: z.number() });

@Injectable()
export class JwtStrategy extends PassportStrategy(Strategy) {
  constructor(environment: Environment) {
    super({
      jwtFromRequest: ExtractJwt.fromAuthHeaderAsBearerToken(),
      secretOrKey: environment.ENCRYPTION_SECRET,
      algorithms: [ACCESS_TOKEN.algorithm],
      issuer: ACCESS_TOKEN.issuer,
      audience: ACCESS_TOKEN.audience,
    });
  }

  validate(payload: unknown): Principal {
    const { success, data } = claims.safeParse(payload);
    if (!success) throw new UnauthorizedException();
    return { userId: data.sub, roles: data.roles };
  }
}
