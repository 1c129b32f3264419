import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { Clock } from '../../kernel/domain/clock.ts';
import { EnterThroughProvider } from '../commands/enter-through-provider.ts';
import { IdentityProviders } from '../domain/identity-providers.ts';
import { Secrets } from '../domain/secrets.ts';
import { SignInFailed } from '../domain/sign-in.errors.ts';
import { GetCredentials } from '../queries/get-credentials.ts';
import type { SessionView } from '../queries/session.view.ts';
import type { Guest } from './begin-session.ts';
import { SignIn } from './sign-in.ts';

const LONGEST_VISIT_MS = 10 * 60_000;

const pendingShape = z.strictObject({
  provider: z.string(),
  returnTo: z.string(),
  until: z.number(),
  secrets: z.strictObject({ state: z.string(), nonce: z.string(), codeVerifier: z.string() }),
});

/** Signing in by being sent to a provider and back. */
@Injectable()
export class SignInThroughProvider {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly providers: IdentityProviders,
    private readonly secrets: Secrets,
    private readonly signIn: SignIn,
    private readonly clock: Clock,
  ) {}

  /**
   * @param returnTo the path of the platform's pages where the visitor goes in the end
   * @returns where the browser goes now, and what it keeps meanwhile
   * @throws UnknownIdentityProvider @throws IdentityProviderUnavailable
   */
  async start(provider: string, returnTo: string): Promise<{ redirectTo: string; pending: string }> {
    const { redirectTo, secrets } = await this.providers.begin(provider);
    const until = this.clock.now().getTime() + LONGEST_VISIT_MS;
    return {
      redirectTo,
      pending: this.secrets.seal(JSON.stringify({ provider, returnTo, until, secrets }), 'sign-in'),
    };
  }

  /**
   * @param pending what the browser has kept
   * @throws SignInFailed @throws EmailNotVerifiedByProvider @throws SecondFactorRequired @throws AccountLocked
   * @throws IdentityProviderUnavailable
   */
  async finish(
    provider: string,
    callback: URLSearchParams,
    pending: string | undefined,
    guest: Guest,
  ): Promise<{ session: SessionView; returnTo: string }> {
    const { secrets, returnTo } = this.opened(provider, pending);
    const identity = await this.providers.complete(provider, callback, secrets);
    const userId = await this.commands.execute(new EnterThroughProvider(identity));
    const credentials = await this.queries.execute(new GetCredentials({ userId }));
    const session = await this.signIn.enter(userId, credentials?.hasSecondFactor ?? false, guest);
    return { session, returnTo };
  }

  private opened(provider: string, pending: string | undefined): z.infer<typeof pendingShape> {
    const visit = pending && this.read(pending);
    if (!visit || visit.provider !== provider || visit.until < this.clock.now().getTime())
      throw new SignInFailed('not_started_here');
    return visit;
  }

  private read(pending: string): z.infer<typeof pendingShape> | undefined {
    try {
      return pendingShape.parse(JSON.parse(this.secrets.open(pending, 'sign-in')));
    } catch {
      return undefined;
    }
  }
}
