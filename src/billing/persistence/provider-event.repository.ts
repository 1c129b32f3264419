import { EntityManager, LockMode } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { type ProviderEvent, ProviderEvents } from '../domain/provider-event.ts';
import { providerEventMapping } from './provider-event.mapping.ts';

@Injectable()
export class ProviderEventRepository extends ProviderEvents {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override add(event: ProviderEvent): void {
    this.em.persist(event);
  }

  override async lock(id: string): Promise<ProviderEvent | undefined> {
    return (await this.em.findOne(providerEventMapping, { id }, { lockMode: LockMode.PESSIMISTIC_WRITE })) ?? undefined;
  }
}
