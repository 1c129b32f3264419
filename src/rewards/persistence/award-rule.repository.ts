import { EntityManager } from '@mikro-orm/postgresql';
import { Injectable } from '@nestjs/common';
import { AwardRules } from '../domain/award-rules.ts';

@Injectable()
export class AwardRuleRepository extends AwardRules {
  constructor(private readonly em: EntityManager) {
    super();
  }

  override async amountOf(rule: string): Promise<number> {
    const [row] = await this.em.execute<{ amount: number }[]>('select amount from rewards.award_rules where code = ?', [
      rule,
    ]);
    return row?.amount ?? 0;
  }
}
