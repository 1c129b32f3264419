import { type IQueryHandler, Query, QueryHandler } from '@nestjs/cqrs';
import { Database } from '../../kernel/persistence/database.ts';

/** The account whose password a proof may reset; undefined for none. */
export class GetOwnerOfProof extends Query<{ email: string; name: string } | undefined> {
  constructor(readonly proofId: string) {
    super();
  }
}

@QueryHandler(GetOwnerOfProof)
export class GetOwnerOfProofHandler implements IQueryHandler<GetOwnerOfProof> {
  constructor(private readonly database: Database) {}

  async execute({ proofId }: GetOwnerOfProof) {
    const row = await this.database.kysely
      .selectFrom('identity.proofs as p')
      .innerJoin('identity.users as u', 'u.email', 'p.email')
      .select(['u.email', 'u.name'])
      .where('p.id', '=', proofId)
      .where('p.used_at', 'is', null)
      .where('u.erased_at', 'is', null)
      .executeTakeFirst();
    return row as { email: string; name: string } | undefined;
  }
}
