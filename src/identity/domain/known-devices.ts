/** A program that keeps no token is a new device each time, so the oldest are forgotten. */
export const DEVICES_PER_USER = 50;

/** Devices that their user has signed in on before, each known by the hash of a token that was left with it. */
export abstract class KnownDevices {
  /** @returns whether the user had others already and this one is new to them */
  abstract remember(hash: Buffer, userId: string, now: Date): Promise<boolean>;
}
