import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { WithdrawnAwards } from '../domain/withdrawn-awards.ts';

@Injectable()
export class WithdrawnAwardRepository extends WithdrawnAwards {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override async add(reference: string, now: Date): Promise<void> {
    await this.em.execute('insert into rewards.withdrawn_awards values (?, ?) on conflict do nothing', [
      reference,
      now,
    ]);
  }

  override async includes(reference: string): Promise<boolean> {
    const rows = await this.em.execute('select from rewards.withdrawn_awards where reference = ?', [reference]);
    return rows.length > 0;
  }
}
