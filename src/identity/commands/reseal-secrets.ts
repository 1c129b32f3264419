import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import { type SealedKind, SealedSecrets } from '../domain/sealed-secrets.ts';
import { Secrets } from '../domain/secrets.ts';

const BATCH = 200;

export interface Resealed {
  readonly resealed: number;
  /** The ids of those that no secret opens. */
  readonly lost: readonly string[];
  /** Where the next batch begins; undefined after the last. */
  readonly lastId: string | undefined;
}

/** Seals a batch of what is stored under the first ENCRYPTION_SECRET, so that the second can be dropped. Safe to repeat. */
export class ResealSecrets extends Command<Resealed> {
  constructor(
    readonly kind: SealedKind,
    readonly afterId?: string,
  ) {
    super();
  }
}

@CommandHandler(ResealSecrets)
export class ResealSecretsHandler implements ICommandHandler<ResealSecrets> {
  constructor(
    private readonly stored: SealedSecrets,
    private readonly secrets: Secrets,
  ) {}

  async execute({ kind, afterId }: ResealSecrets): Promise<Resealed> {
    const batch = await this.stored.lockAfter(kind, afterId, BATCH);
    const openable = batch.filter(({ sealed }) => this.secrets.opens(sealed, kind));
    const outdated = openable.filter(({ sealed }) => this.secrets.isOutdated(sealed, kind));
    for (const { id, sealed } of outdated) {
      await this.stored.replace(kind, { id, sealed: this.secrets.seal(this.secrets.open(sealed, kind), kind) });
    }
    return {
      resealed: outdated.length,
      lost: batch.filter(secret => !openable.includes(secret)).map(({ id }) => id),
      lastId: batch.length < BATCH ? undefined : batch.at(-1)?.id,
    };
  }
}
