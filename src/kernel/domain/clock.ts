export const DAY_MS = 86_400_000;

/** The only source of the present. Tests and demonstrations move it. */
export abstract class Clock {
  abstract now(): Date;
}

export class SystemClock extends Clock {
  now(): Date {
    return new Date();
  }
}
