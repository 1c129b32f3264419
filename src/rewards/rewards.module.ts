import { EntityManager } from '@mikro-orm/postgresql';
import { BullModule } from '@nestjs/bull';
import { Module } from '@nestjs/common';
import { PostgresLedger } from '../kernel/ledger/postgres-ledger.ts';
import { AwardTokensHandler } from './commands/award-tokens.ts';
import { WithdrawAwardHandler } from './commands/withdraw-award.ts';
import { AwardRules } from './domain/award-rules.ts';
import { TokenLedger } from './domain/token-ledger.ts';
import { WithdrawnAwards } from './domain/withdrawn-awards.ts';
import { TokensController } from './http/tokens.controller.ts';
import { AwardTokensOnCourseCompleted } from './jobs/award-tokens-on-course-completed.ts';
import { WithdrawAwardOnEnrollmentRevoked } from './jobs/withdraw-award-on-enrollment-revoked.ts';
import { AwardRuleRepository } from './persistence/award-rule.repository.ts';
import { WithdrawnAwardRepository } from './persistence/withdrawn-award.repository.ts';
import { GetBalanceHandler } from './queries/get-balance.ts';
import { PersonalDataOfRewards } from './queries/personal-data-of-rewards.ts';

@Module({
  imports: [BullModule.registerQueue({ name: 'rewards' })],
  controllers: [TokensController],
  providers: [
    AwardTokensHandler,
    WithdrawAwardHandler,
    GetBalanceHandler,
    PersonalDataOfRewards,
    AwardTokensOnCourseCompleted,
    WithdrawAwardOnEnrollmentRevoked,
    { provide: AwardRules, useClass: AwardRuleRepository },
    { provide: WithdrawnAwards, useClass: WithdrawnAwardRepository },
    {
      provide: TokenLedger,
      inject: [EntityManager],
      useFactory: (em: EntityManager) => new PostgresLedger(em, 'rewards'),
    },
  ],
})
export class RewardsModule {}
