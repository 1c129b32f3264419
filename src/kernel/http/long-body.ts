import type { Socket } from 'node:net';
import type { FastifyRequest } from 'fastify';

/** So long a body may pause before it is given up. */
const STALL_MS = 60_000;
/** So long a client that was refused may go on sending: one that is hung up on never reads why. */
const LINGER_MS = 10_000;

const patient = new WeakSet<Socket>();

/** Whether a connection is in the middle of a body that may take longer than others. */
export function isPatientWith(socket: Socket): boolean {
  return patient.has(socket);
}

/** Gives a body the time that it takes, as long as it keeps coming. */
export function awaitPatiently({ raw }: FastifyRequest): void {
  const { socket } = raw;
  patient.add(socket);
  socket.setTimeout(STALL_MS);
  raw.once('close', () => patient.delete(socket));
}

/** Reads what is left of a body to nowhere. */
export function leaveRest({ raw }: FastifyRequest): void {
  if (raw.readableEnded || raw.destroyed) return;
  raw.unpipe();
  raw.resume();
  const end = setTimeout(() => raw.destroy(), LINGER_MS).unref();
  raw.once('close', () => clearTimeout(end));
}
