import { once } from 'node:events';
import { type AddressInfo, createServer, type Server, type Socket } from 'node:net';

/** The test file of all virus scanners, in halves so that this file is not taken for it. */
export const EICAR = ['X5O!P%@AP[4\\PZX54(P^)7CC)7}$', 'EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*'].join('');

/** Speaks clamd's INSTREAM, and knows one virus. */
export class ClamdStandIn {
  /** What it answers instead of a verdict. */
  failure?: string;
  /** Of all the streams together. */
  scanned = 0;

  private constructor(
    private readonly server: Server,
    private readonly most: number,
  ) {
    server.on('connection', socket => {
      socket.on('error', () => undefined);
      void this.serve(socket);
    });
  }

  /** @param most the longest stream that it takes, as clamd's StreamMaxLength */
  static async start(most = 1_000_000_000): Promise<ClamdStandIn> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new ClamdStandIn(server, most);
  }

  get url(): string {
    return `tcp://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  stop(): void {
    this.server.close();
  }

  private async serve(socket: Socket): Promise<void> {
    let stream = Buffer.alloc(0);
    let waiting = Buffer.alloc(0);
    let isGreeted = false;
    for await (const chunk of socket) {
      waiting = Buffer.concat([waiting, chunk]);
      if (!isGreeted && waiting.length >= 10) {
        if (waiting.subarray(0, 10).toString() !== 'zINSTREAM\0') return void socket.end('UNKNOWN COMMAND\0');
        waiting = waiting.subarray(10);
        isGreeted = true;
      }
      while (isGreeted && waiting.length >= 4 && waiting.length >= 4 + waiting.readUInt32BE()) {
        const length = waiting.readUInt32BE();
        if (length === 0) return void socket.end(`${this.verdictOn(stream)}\0`);
        stream = Buffer.concat([stream, waiting.subarray(4, 4 + length)]);
        waiting = waiting.subarray(4 + length);
        if (stream.length > this.most) return void socket.end('INSTREAM size limit exceeded. ERROR\0');
      }
    }
  }

  private verdictOn(stream: Buffer): string {
    this.scanned += 1;
    if (this.failure !== undefined) return this.failure;
    return stream.includes(EICAR) ? 'stream: Eicar-Signature FOUND' : 'stream: OK';
  }
}
