import { connect, type Socket } from 'node:net';
import { buffer } from 'node:stream/consumers';
import { pipeline } from 'node:stream/promises';
import type { Bytes } from '../domain/file-storage.ts';
import { type Verdict, VirusScanner } from '../domain/virus-scanner.ts';

/** So long clamd may say and take nothing. */
const SILENCE_MS = 60_000;

/** ClamAV's daemon, asked over TCP by INSTREAM: the length of each piece before it, and a length of zero at the end. */
export class Clamd extends VirusScanner {
  private readonly address: { readonly host: string; readonly port: number };

  constructor(url: string) {
    super();
    const { hostname, port } = new URL(url);
    this.address = { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port || 3310) };
  }

  override async scan(bytes: Bytes): Promise<Verdict> {
    const socket = connect({ ...this.address, allowHalfOpen: true });
    socket.setTimeout(SILENCE_MS, () => socket.destroy(new Error('clamd is silent')));
    const sending = pipeline(framed(bytes), socket, { end: false }).catch(error => socket.destroy(error));
    try {
      // What it finds too long it refuses before it has taken all of it, so its answer is read all the while.
      return verdictIn(await answerOn(socket));
    } finally {
      socket.destroy();
      await sending;
    }
  }
}

async function answerOn(socket: Socket): Promise<string> {
  return (await buffer(socket)).toString().replace(/\0.*$/s, '');
}

async function* framed(bytes: Bytes): AsyncGenerator<Buffer> {
  yield Buffer.from('zINSTREAM\0');
  for await (const chunk of bytes) if (chunk.length > 0) yield Buffer.concat([lengthOf(chunk), chunk]);
  yield lengthOf([]);
}

function lengthOf({ length }: { readonly length: number }): Buffer {
  const bytes = Buffer.alloc(4);
  bytes.writeUInt32BE(length);
  return bytes;
}

function verdictIn(answer: string): Verdict {
  if (answer === 'stream: OK') return 'clean';
  if (answer.startsWith('stream: ') && answer.endsWith(' FOUND')) return 'infected';
  throw new Error(`clamd answers: ${answer || 'nothing'}`);
}
