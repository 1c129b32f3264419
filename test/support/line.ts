import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';

/** A line to a server, which a test can cut, or make fall silent, and mend. */
export class Line {
  private readonly sockets = new Set<Socket>();
  private readonly server: Server;
  private state: 'open' | 'cut' | 'silent' = 'open';

  private constructor(private readonly destination: URL) {
    this.server = createServer(caller => this.accept(caller));
  }

  static async to(url: string): Promise<Line> {
    const line = new Line(new URL(url));
    line.server.listen(0, '127.0.0.1');
    await once(line.server, 'listening');
    return line;
  }

  /** The server's address, by this line. */
  get url(): string {
    const url = new URL(this.destination);
    url.hostname = '127.0.0.1';
    url.port = String((this.server.address() as AddressInfo).port);
    return url.href;
  }

  /** Whoever calls is hung up on. */
  cut(): void {
    this.state = 'cut';
    this.hangUp();
  }

  /** Whoever calls hears nothing, nor does who is on the line. */
  fallSilent(): void {
    this.state = 'silent';
    for (const socket of this.sockets) socket.unpipe().pause();
  }

  /** What was on a line that is not whole is lost; nothing happens to one that is. */
  mend(): void {
    if (this.state !== 'open') this.hangUp();
    this.state = 'open';
  }

  async close(): Promise<void> {
    this.hangUp();
    this.server.close();
    await once(this.server, 'close');
  }

  private accept(caller: Socket): void {
    this.keep(caller);
    if (this.state === 'cut') caller.destroy();
    if (this.state !== 'open') return;
    const callee = connect(Number(this.destination.port), this.destination.hostname);
    this.keep(callee);
    caller.pipe(callee).pipe(caller);
    caller.on('close', () => callee.destroy());
    callee.on('close', () => caller.destroy());
  }

  private keep(socket: Socket): void {
    this.sockets.add(socket);
    socket.on('error', () => undefined);
    socket.on('close', () => this.sockets.delete(socket));
  }

  private hangUp(): void {
    for (const socket of this.sockets) socket.destroy();
  }
}
