/** A person's account at a provider, through which they sign in here. */
export class LinkedIdentity {
  constructor(
    readonly id: string,
    readonly provider: string,
    readonly subject: string,
    readonly userId: string,
    readonly linkedAt: Date,
  ) {}
}

export abstract class LinkedIdentities {
  abstract add(identity: LinkedIdentity): void;
  abstract find(provider: string, subject: string): Promise<LinkedIdentity | undefined>;
}
