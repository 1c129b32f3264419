import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type SecondFactor, SecondFactors } from '../domain/second-factor.ts';
import { secondFactorMapping } from './second-factor.mapping.ts';

@Injectable()
export class SecondFactorRepository extends SecondFactors {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(factor: SecondFactor): void {
    this.em.persist(factor);
  }

  override remove(factor: SecondFactor): void {
    this.em.remove(factor);
  }

  override async lock(userId: string): Promise<SecondFactor | undefined> {
    const factor = await this.em.findOne(secondFactorMapping, { id: userId }, { lockMode: LockMode.PESSIMISTIC_WRITE });
    return factor ?? undefined;
  }
}
