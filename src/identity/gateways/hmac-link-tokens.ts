import { createHmac, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { parse, stringify } from 'uuid';
import { Environment } from '../../config/environment.ts';
import { type LinkPurpose, LinkTokens } from '../link-tokens.contract.ts';
import { keyFrom } from './aes-secrets.ts';

const ID_BYTES = 16;
const TOKEN = /^[\w-]{64}$/;

/** HMAC-SHA-256 over the purpose and the id. */
@Injectable()
export class HmacLinkTokens extends LinkTokens {
  private readonly keys: readonly Buffer[];
  private readonly pages: string;

  constructor({ ENCRYPTION_SECRET, APP_URL, PUBLIC_URL }: Environment) {
    super();
    this.keys = ENCRYPTION_SECRET.split(',').map(secret => keyFrom(secret, 'links'));
    this.pages = (APP_URL ?? PUBLIC_URL).replace(/\/$/, '');
  }

  override tokenFor(purpose: LinkPurpose, id: string): string {
    const bytes = Buffer.from(parse(id));
    return Buffer.concat([bytes, codeOf(this.keys[0] as Buffer, purpose, bytes)]).toString('base64url');
  }

  override idIn(purpose: LinkPurpose, token: string): string | undefined {
    if (!TOKEN.test(token)) return undefined;
    const bytes = Buffer.from(token, 'base64url');
    const id = bytes.subarray(0, ID_BYTES);
    const isGenuine = this.keys
      .map(key => timingSafeEqual(codeOf(key, purpose, id), bytes.subarray(ID_BYTES)))
      .includes(true);
    return isGenuine ? stringify(id) : undefined;
  }

  override page(path: string): string {
    return `${this.pages}${path}`;
  }

  override link(path: string, purpose: LinkPurpose, id: string): string {
    return `${this.page(path)}#token=${this.tokenFor(purpose, id)}`;
  }
}

function codeOf(key: Buffer, purpose: LinkPurpose, id: Buffer): Buffer {
  return createHmac('sha256', key).update(purpose).update('\0').update(id).digest();
}
