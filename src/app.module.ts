import { DynamicModule, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { BillingModule } from './billing/billing.module.ts';
import { CatalogModule } from './catalog/catalog.module.ts';
import { ConfigModule } from './config/config.module.ts';
import type { Environment } from './config/environment.ts';
import { AccessGuard } from './identity/http/access.guard.ts';
import { AuthenticationGuard } from './identity/http/authentication.guard.ts';
import { IdentityModule } from './identity/identity.module.ts';
import { RateLimitGuard } from './kernel/http/rate-limit.guard.ts';
import { KernelModule } from './kernel/kernel.module.ts';
import { NotificationsModule } from './notifications/notifications.module.ts';
import { OperationsModule } from './operations/operations.module.ts';
import { OrganizationsModule } from './organizations/organizations.module.ts';
import { RewardsModule } from './rewards/rewards.module.ts';

/** The only place that names every context. */
@Module({})
export class AppModule {
  /** @param workers whether this process also runs the background work */
  static for(environment: Environment, { workers }: { workers: boolean }): DynamicModule {
    return {
      module: AppModule,
      imports: [
        ConfigModule.of(environment),
        KernelModule.with({ workers }),
        IdentityModule,
        OrganizationsModule,
        BillingModule,
        CatalogModule,
        RewardsModule,
        NotificationsModule,
        OperationsModule,
      ],
      // In this order: who asks, whether they ask too often, whether they may.
      providers: [AuthenticationGuard, RateLimitGuard, AccessGuard].map(useClass => ({ provide: APP_GUARD, useClass })),
    };
  }
}
