import { Injectable } from '@nestjs/common';
import { JwtService } from '@nestjs/jwt';
import { ACCESS_TOKEN, AccessTokens, type Bearer } from '../domain/access-tokens.ts';

const LIFETIME_SECONDS = 15 * 60;

@Injectable()
export class JwtAccessTokens extends AccessTokens {
  constructor(private readonly jwt: JwtService) {
    super();
  }

  override async issue({ userId, roles }: Bearer) {
    const accessToken = await this.jwt.signAsync(
      { roles, typ: 'access' },
      { ...ACCESS_TOKEN, subject: userId, expiresIn: LIFETIME_SECONDS },
    );
    return { accessToken, expiresIn: LIFETIME_SECONDS };
  }
}
