import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { LinkInvalid } from '../domain/account.errors.ts';
import { type Proof, type ProofPurpose, Proofs } from '../domain/proof.ts';
import { proofMapping } from './proof.mapping.ts';

@Injectable()
export class ProofRepository extends Proofs {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(proof: Proof): void {
    this.em.persist(proof);
  }

  override async lock(id: string, purpose: ProofPurpose): Promise<Proof> {
    const proof = await this.em.findOne(proofMapping, { id, purpose }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    if (!proof) throw new LinkInvalid();
    return proof;
  }

  override async forget(email: string, purpose?: ProofPurpose, exceptId?: string): Promise<void> {
    const others = exceptId && { id: { $ne: exceptId } };
    await this.em.nativeDelete(proofMapping, { email, ...(purpose && { purpose }), ...others });
  }

  override async countSince(email: string, purpose: ProofPurpose, since: Date): Promise<number> {
    // There is no row to lock: who asks for the same address at the same moment has to take turns some other way.
    await this.em.execute('select pg_advisory_xact_lock(hashtextextended(?, 0))', [`${purpose} of ${email}`]);
    return this.em.count(proofMapping, { email, purpose, requestedAt: { $gt: since } });
  }
}
