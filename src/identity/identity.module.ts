import { MikroOrmModule } from '@mikro-orm/nestjs';
import { Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { JwtModule } from '@nestjs/jwt';
import { PassportModule } from '@nestjs/passport';
import { Clock } from '../kernel/domain/clock.ts';
import { AuditModule } from './audit.module.ts';
import { ChangePasswordHandler } from './commands/change-password.ts';
import { ConfirmEmailChangeHandler } from './commands/confirm-email-change.ts';
import { ConfirmSecondFactorHandler } from './commands/confirm-second-factor.ts';
import { CreateApiKeyHandler } from './commands/create-api-key.ts';
import { DisableSecondFactorHandler } from './commands/disable-second-factor.ts';
import { EndSessionHandler } from './commands/end-session.ts';
import { EndSessionsHandler } from './commands/end-sessions.ts';
import { EnrollSecondFactorHandler } from './commands/enroll-second-factor.ts';
import { EnterThroughProviderHandler } from './commands/enter-through-provider.ts';
import { EraseAccountHandler } from './commands/erase-account.ts';
import { ForgetWhatIsOverHandler } from './commands/forget-what-is-over.ts';
import { LockUserHandler } from './commands/lock-user.ts';
import { OpenSessionHandler } from './commands/open-session.ts';
import { RefreshSessionHandler } from './commands/refresh-session.ts';
import { RehashPasswordHandler } from './commands/rehash-password.ts';
import { RenameUserHandler } from './commands/rename-user.ts';
import { ReportFailedSignInsHandler } from './commands/report-failed-sign-ins.ts';
import { RequestEmailChangeHandler } from './commands/request-email-change.ts';
import { RequestProofHandler } from './commands/request-proof.ts';
import { ResealSecretsHandler } from './commands/reseal-secrets.ts';
import { ResetPasswordHandler } from './commands/reset-password.ts';
import { RevokeApiKeyHandler } from './commands/revoke-api-key.ts';
import { RotateSigningKeyHandler } from './commands/rotate-signing-key.ts';
import { SetRolesHandler } from './commands/set-roles.ts';
import { SignUpHandler } from './commands/sign-up.ts';
import { UnlockUserHandler } from './commands/unlock-user.ts';
import { UseHumanProofHandler } from './commands/use-human-proof.ts';
import { UseSecondFactorHandler } from './commands/use-second-factor.ts';
import { VerifyEmailHandler } from './commands/verify-email.ts';
import { AccessTokens } from './domain/access-tokens.ts';
import { ApiKeys } from './domain/api-key.ts';
import { Captcha } from './domain/captcha.ts';
import { Credentials } from './domain/credentials.ts';
import { EmailChanges } from './domain/email-change.ts';
import { KeyPairs } from './domain/key-pairs.ts';
import { KnownDevices } from './domain/known-devices.ts';
import { Leftovers } from './domain/leftovers.ts';
import { LinkedIdentities } from './domain/linked-identity.ts';
import { OneTimeCodes } from './domain/one-time-codes.ts';
import { Owners } from './domain/owners.ts';
import { Passwords } from './domain/passwords.ts';
import { Proofs } from './domain/proof.ts';
import { RefreshTokens } from './domain/refresh-tokens.ts';
import { SealedSecrets } from './domain/sealed-secrets.ts';
import { SecondFactors } from './domain/second-factor.ts';
import { Secrets } from './domain/secrets.ts';
import { Sessions } from './domain/session.ts';
import { SignInAttempts } from './domain/sign-in-attempts.ts';
import { SigningKeys } from './domain/signing-key.ts';
import { Users } from './domain/user.ts';
import { AesSecrets } from './gateways/aes-secrets.ts';
import { Argon2Passwords } from './gateways/argon2-passwords.ts';
import { captchaVerdicts } from './gateways/captcha-verdicts.ts';
import { Es256AccessTokens } from './gateways/es256-access-tokens.ts';
import { OpenIdProviders } from './gateways/openid-providers.ts';
import { P256KeyPairs } from './gateways/p256-key-pairs.ts';
import { Recaptcha } from './gateways/recaptcha.ts';
import { RedisSignInAttempts } from './gateways/redis-sign-in-attempts.ts';
import { TotpCodes } from './gateways/totp-codes.ts';
import { ApiKeysController } from './http/api-keys.controller.ts';
import { AuthController } from './http/auth.controller.ts';
import { EmailController } from './http/email.controller.ts';
import { JwtStrategy } from './http/jwt.strategy.ts';
import { KeySetController } from './http/key-set.controller.ts';
import { MeController } from './http/me.controller.ts';
import { MfaController } from './http/mfa.controller.ts';
import { OAuthController } from './http/oauth.controller.ts';
import { PasswordsController } from './http/passwords.controller.ts';
import { SessionsController } from './http/sessions.controller.ts';
import { SessionsOnTheWire } from './http/sessions-on-the-wire.ts';
import { SigningKeysController } from './http/signing-keys.controller.ts';
import { UsersController } from './http/users.controller.ts';
import { ForgetWhatIsOverEveryHour } from './jobs/forget-what-is-over-every-hour.ts';
import { RotateSigningKeysEveryHour } from './jobs/rotate-signing-keys-every-hour.ts';
import { LinkTokensModule } from './link-tokens.module.ts';
import { apiKeyMapping } from './persistence/api-key.mapping.ts';
import { ApiKeyRepository } from './persistence/api-key.repository.ts';
import { CredentialRepository } from './persistence/credential.repository.ts';
import { emailChangeMapping } from './persistence/email-change.mapping.ts';
import { EmailChangeRepository } from './persistence/email-change.repository.ts';
import { KnownDeviceRepository } from './persistence/known-device.repository.ts';
import { LeftoverRepository } from './persistence/leftover.repository.ts';
import { linkedIdentityMapping } from './persistence/linked-identity.mapping.ts';
import { LinkedIdentityRepository } from './persistence/linked-identity.repository.ts';
import { proofMapping } from './persistence/proof.mapping.ts';
import { ProofRepository } from './persistence/proof.repository.ts';
import { RefreshTokenRepository } from './persistence/refresh-token.repository.ts';
import { SealedSecretRepository } from './persistence/sealed-secret.repository.ts';
import { secondFactorMapping } from './persistence/second-factor.mapping.ts';
import { SecondFactorRepository } from './persistence/second-factor.repository.ts';
import { sessionMapping } from './persistence/session.mapping.ts';
import { SessionRepository } from './persistence/session.repository.ts';
import { signingKeyMapping } from './persistence/signing-key.mapping.ts';
import { SigningKeyRepository } from './persistence/signing-key.repository.ts';
import { userMapping } from './persistence/user.mapping.ts';
import { UserRepository } from './persistence/user.repository.ts';
import { BeginSession } from './processes/begin-session.ts';
import { CheckVisitor } from './processes/check-visitor.ts';
import { ConfirmOwner } from './processes/confirm-owner.ts';
import { FollowEmailLinks } from './processes/follow-email-links.ts';
import { IssueApiKey } from './processes/issue-api-key.ts';
import { LeavePlatform } from './processes/leave-platform.ts';
import { ManageAuthenticator } from './processes/manage-authenticator.ts';
import { MatchPassword } from './processes/match-password.ts';
import { Refresh } from './processes/refresh.ts';
import { ReplacePassword } from './processes/replace-password.ts';
import { RotateSigningKeys } from './processes/rotate-signing-keys.ts';
import { SignIn } from './processes/sign-in.ts';
import { SignInThroughProvider } from './processes/sign-in-through-provider.ts';
import { SignUp } from './processes/sign-up.ts';
import { ExportPersonalDataHandler } from './queries/export-personal-data.ts';
import { GetAccountHandler } from './queries/get-account.ts';
import { GetAccountByEmailHandler } from './queries/get-account-by-email.ts';
import { GetAccountsHandler } from './queries/get-accounts.ts';
import { GetCredentialsHandler } from './queries/get-credentials.ts';
import { GetKeySetHandler } from './queries/get-key-set.ts';
import { GetMeHandler } from './queries/get-me.ts';
import { GetOwnerOfProofHandler } from './queries/get-owner-of-proof.ts';
import { GetPrincipalHandler } from './queries/get-principal.ts';
import { GetPrincipalOfKeyHandler } from './queries/get-principal-of-key.ts';
import { GetSessionAgeHandler } from './queries/get-session-age.ts';
import { ListApiKeysHandler } from './queries/list-api-keys.ts';
import { ListSessionsHandler } from './queries/list-sessions.ts';
import { ListSigningKeysHandler } from './queries/list-signing-keys.ts';
import { ListUsersHandler } from './queries/list-users.ts';
import { PersonalDataOfIdentity } from './queries/personal-data-of-identity.ts';

const commands = [
  ChangePasswordHandler,
  ConfirmEmailChangeHandler,
  ConfirmSecondFactorHandler,
  CreateApiKeyHandler,
  DisableSecondFactorHandler,
  EndSessionHandler,
  EndSessionsHandler,
  EnrollSecondFactorHandler,
  EnterThroughProviderHandler,
  EraseAccountHandler,
  ForgetWhatIsOverHandler,
  LockUserHandler,
  OpenSessionHandler,
  RefreshSessionHandler,
  RehashPasswordHandler,
  RenameUserHandler,
  ReportFailedSignInsHandler,
  RequestEmailChangeHandler,
  RequestProofHandler,
  ResealSecretsHandler,
  ResetPasswordHandler,
  RevokeApiKeyHandler,
  RotateSigningKeyHandler,
  SetRolesHandler,
  SignUpHandler,
  UnlockUserHandler,
  UseHumanProofHandler,
  UseSecondFactorHandler,
  VerifyEmailHandler,
];

const queries = [
  ExportPersonalDataHandler,
  GetAccountByEmailHandler,
  GetAccountHandler,
  GetAccountsHandler,
  GetCredentialsHandler,
  GetKeySetHandler,
  GetMeHandler,
  GetPrincipalHandler,
  GetPrincipalOfKeyHandler,
  GetOwnerOfProofHandler,
  GetSessionAgeHandler,
  ListApiKeysHandler,
  ListSessionsHandler,
  ListSigningKeysHandler,
  ListUsersHandler,
  PersonalDataOfIdentity,
];

const processes = [
  BeginSession,
  CheckVisitor,
  ConfirmOwner,
  FollowEmailLinks,
  IssueApiKey,
  LeavePlatform,
  ManageAuthenticator,
  MatchPassword,
  Refresh,
  ReplacePassword,
  RotateSigningKeys,
  SignIn,
  SignInThroughProvider,
  SignUp,
];

const repositories = [
  { provide: ApiKeys, useClass: ApiKeyRepository },
  { provide: Credentials, useClass: CredentialRepository },
  { provide: EmailChanges, useClass: EmailChangeRepository },
  { provide: KnownDevices, useClass: KnownDeviceRepository },
  { provide: Leftovers, useClass: LeftoverRepository },
  { provide: LinkedIdentities, useClass: LinkedIdentityRepository },
  { provide: Proofs, useClass: ProofRepository },
  { provide: RefreshTokens, useClass: RefreshTokenRepository },
  { provide: SealedSecrets, useClass: SealedSecretRepository },
  { provide: SecondFactors, useClass: SecondFactorRepository },
  { provide: Sessions, useClass: SessionRepository },
  { provide: SigningKeys, useClass: SigningKeyRepository },
  { provide: Users, useClass: UserRepository },
  {
    provide: Owners,
    inject: [Users, Sessions, Clock],
    useFactory: (users: Users, sessions: Sessions, clock: Clock) => new Owners(users, sessions, clock),
  },
];

import { IdentityProviders } from './domain/identity-providers.ts';

const gateways = [
  { provide: IdentityProviders, useClass: OpenIdProviders },
  { provide: AccessTokens, useClass: Es256AccessTokens },
  captchaVerdicts,
  { provide: Captcha, useClass: Recaptcha },
  { provide: KeyPairs, useClass: P256KeyPairs },
  { provide: OneTimeCodes, useClass: TotpCodes },
  { provide: Passwords, useClass: Argon2Passwords },
  { provide: Secrets, useClass: AesSecrets },
  { provide: SignInAttempts, useClass: RedisSignInAttempts },
];

@Module({
  imports: [
    MikroOrmModule.forFeature([
      apiKeyMapping,
      emailChangeMapping,
      linkedIdentityMapping,
      proofMapping,
      secondFactorMapping,
      sessionMapping,
      signingKeyMapping,
      userMapping,
    ]),
    DiscoveryModule,
    AuditModule,
    LinkTokensModule,
    PassportModule,
    JwtModule,
  ],
  controllers: [
    ApiKeysController,
    AuthController,
    EmailController,
    KeySetController,
    MeController,
    MfaController,
    OAuthController,
    PasswordsController,
    SessionsController,
    SigningKeysController,
    UsersController,
  ],
  providers: [
    ...commands,
    ...queries,
    ...processes,
    ...repositories,
    ...gateways,
    SessionsOnTheWire,
    JwtStrategy,
    ForgetWhatIsOverEveryHour,
    RotateSigningKeysEveryHour,
  ],
  exports: [JwtStrategy],
})
export class IdentityModule {}
