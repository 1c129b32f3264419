import { MikroOrmModule } from '@mikro-orm/nestjs';
import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { Environment } from '../config/environment.ts';
import { AuditLog } from './audit.contract.ts';
import { SignUpHandler } from './commands/sign-up.ts';
import { AccessTokens } from './domain/access-tokens.ts';
import { Passwords } from './domain/passwords.ts';
import { Users } from './domain/users.ts';
import { Argon2Passwords } from './gateways/argon2-passwords.ts';
import { JwtAccessTokens } from './gateways/jwt-access-tokens.ts';
import { AccessGuard } from './http/access.guard.ts';
import { AuditController } from './http/audit.controller.ts';
import { AuthController } from './http/auth.controller.ts';
import { JwtStrategy } from './http/jwt.strategy.ts';
import { KeepAuditLog } from './jobs/keep-audit-log.ts';
import { AuditChain } from './persistence/audit-chain.ts';
import { AuditLogRepository } from './persistence/audit-log.repository.ts';
import { userMapping } from './persistence/user.mapping.ts';
import { UserRepository } from './persistence/user.repository.ts';
import { auditFaults } from './processes/audit-faults.ts';
import { AuditUpkeep } from './processes/audit-upkeep.ts';
import { Enter } from './processes/enter.ts';
import { GetAccountHandler } from './queries/get-account.ts';
import { GetCredentialsHandler } from './queries/get-credentials.ts';
import { ListAuditHandler } from './queries/list-audit.ts';

/** Global, because it provides what its contracts promise to the others. */
@Global()
@Module({
  imports: [
    MikroOrmModule.forFeature([userMapping]),
    PassportModule,
    JwtModule.registerAsync({
      inject: [Environment],
      useFactory: ({ ENCRYPTION_SECRET }: Environment) => ({ secret: ENCRYPTION_SECRET }),
    }),
  ],
  controllers: [AuditController, AuthController],
  providers: [
    SignUpHandler,
    GetAccountHandler,
    GetCredentialsHandler,
    ListAuditHandler,
    Enter,
    AuditChain,
    AuditUpkeep,
    KeepAuditLog,
    auditFaults,
    JwtStrategy,
    { provide: Users, useClass: UserRepository },
    { provide: Passwords, useClass: Argon2Passwords },
    { provide: AccessTokens, useClass: JwtAccessTokens },
    { provide: AuditLog, useClass: AuditLogRepository },
    { provide: APP_GUARD, useClass: AccessGuard },
  ],
  exports: [AuditLog],
})
export class IdentityModule {}
