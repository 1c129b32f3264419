/** Links to files that need no signing in: they say which file and until when, and nobody else can make one. */
export abstract class FileTickets {
  /** The address of a file. */
  abstract linkTo(fileId: string, expiresAt: Date): string;

  /** The file that a genuine ticket is for, if it is good still. */
  abstract fileOf(ticket: string, now: Date): string | undefined;
}
