import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { parse, stringify } from 'uuid';
import { Environment } from '../../config/environment.ts';
import { FileTickets } from '../domain/file-tickets.ts';

const ID_BYTES = 16;
const TIME_BYTES = 6;
const SAID_BYTES = ID_BYTES + TIME_BYTES;
const TICKET = /^[\w-]{72}$/;

/** The id, the time in milliseconds, and HMAC-SHA-256 over both with a key derived from ENCRYPTION_SECRET. */
@Injectable()
export class HmacFileTickets extends FileTickets {
  private readonly keys: readonly Buffer[];
  private readonly root: string;

  constructor({ ENCRYPTION_SECRET, PUBLIC_URL }: Environment) {
    super();
    this.keys = ENCRYPTION_SECRET.split(',').map(secret =>
      Buffer.from(hkdfSync('sha256', secret, '', 'azora files', 32)),
    );
    this.root = PUBLIC_URL.replace(/\/$/, '');
  }

  override linkTo(fileId: string, expiresAt: Date): string {
    const said = Buffer.alloc(SAID_BYTES);
    said.set(parse(fileId));
    said.writeUIntBE(expiresAt.getTime(), ID_BYTES, TIME_BYTES);
    const ticket = Buffer.concat([said, codeOf(this.keys[0] as Buffer, said)]).toString('base64url');
    return `${this.root}/api/files/${ticket}`;
  }

  override fileOf(ticket: string, now: Date): string | undefined {
    if (!TICKET.test(ticket)) return undefined;
    const bytes = Buffer.from(ticket, 'base64url');
    const said = bytes.subarray(0, SAID_BYTES);
    const isGenuine = this.keys
      .map(key => timingSafeEqual(codeOf(key, said), bytes.subarray(SAID_BYTES)))
      .includes(true);
    const isGood = isGenuine && said.readUIntBE(ID_BYTES, TIME_BYTES) > now.getTime();
    return isGood ? stringify(said.subarray(0, ID_BYTES)) : undefined;
  }
}

function codeOf(key: Buffer, said: Buffer): Buffer {
  return createHmac('sha256', key).update(said).digest();
}
