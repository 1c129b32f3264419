import { Global, Module } from '@nestjs/common';
import { HmacLinkTokens } from './gateways/hmac-link-tokens.ts';
import { LinkTokens } from './link-tokens.contract.ts';

/** Global, because mails of every context have links. */
@Global()
@Module({ providers: [{ provide: LinkTokens, useClass: HmacLinkTokens }], exports: [LinkTokens] })
export class LinkTokensModule {}
