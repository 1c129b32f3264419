/** An act that somebody may have to answer for. Who, from where and under which request are added from the request itself. */
export interface AuditedAct {
  /** `<context>.<verb in the past>`: `identity.roles_changed`. Stable; people search for it. */
  readonly action: string;
  /** What was acted on: `<kind>:<id>`, e.g. `user:0199…`. At most 200 characters, and nothing secret or personal but ids. */
  readonly subject: string;
  /** Whose account this was done for, when that is somebody else than the actor: a user id. */
  readonly onBehalfOf?: string;
  /** The user who acts, when no request says so: somebody who is just signing in. */
  readonly actor?: string;
  /**
   * The states before and after, as JSON values. Only the SHA-256 of their canonical JSON is kept, so that the log can prove
   * them and does not show them. Whoever can list all possible states can find which it was, so a short secret is none here.
   */
  readonly before?: unknown;
  readonly after?: unknown;
}

/** The platform's append-only, hash-chained audit log. */
export abstract class AuditLog {
  /**
   * Writes the act in the transaction of the command that calls: both happen, or neither. It waits for no other writer.
   * @throws an Error outside of a command
   */
  abstract record(act: AuditedAct): Promise<void>;
}
