import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { Clock } from '../../kernel/domain/clock.ts';
import { DomainError } from '../../kernel/domain/domain-error.ts';
import { EnterThroughProvider } from '../commands/enter-through-provider.ts';
import { IdentityProviders, type ProvenIdentity } from '../domain/identity-providers.ts';
import { Secrets } from '../domain/secrets.ts';
import type { Visitor } from '../domain/session.ts';
import { SignInFailed } from '../domain/sign-in.errors.ts';
import { GetCredentials } from '../queries/get-credentials.ts';
import type { SessionView } from '../queries/session.view.ts';
import { SignIn } from './sign-in.ts';

const LONGEST_VISIT_MS = 10 * 60_000;

const visitShape = z.strictObject({
  provider: z.string(),
  returnTo: z.string(),
  deviceToken: z.string().optional(),
  until: z.number(),
  secrets: z.strictObject({ state: z.string(), nonce: z.string(), codeVerifier: z.string() }),
});
type Visit = z.infer<typeof visitShape>;

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
   * @param deviceToken the one that the browser brings along, if any: it brings none when it comes back from another site
   * @returns where the browser goes now, and what it keeps meanwhile
   * @throws UnknownIdentityProvider @throws IdentityProviderUnavailable
   */
  async start(
    provider: string,
    returnTo: string,
    deviceToken: string | undefined,
  ): Promise<{ redirectTo: string; pending: string }> {
    const { redirectTo, secrets } = await this.providers.begin(provider);
    const until = this.clock.now().getTime() + LONGEST_VISIT_MS;
    const visit: Visit = { provider, returnTo, deviceToken, until, secrets };
    return { redirectTo, pending: this.secrets.seal(JSON.stringify(visit), 'sign-in') };
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
    visitor: Visitor,
  ): Promise<{ session: SessionView; returnTo: string }> {
    const { secrets, returnTo, deviceToken } = this.opened(provider, pending);
    const identity = await this.providers.complete(provider, callback, secrets);
    const userId = await this.userOf(identity);
    const credentials = await this.queries.execute(new GetCredentials({ userId }));
    const session = await this.signIn.enter(userId, credentials?.hasSecondFactor ?? false, { ...visitor, deviceToken });
    return { session, returnTo };
  }

  /** Of visits of one person that come back at the same moment one opens the account, and the others find it. */
  private userOf(identity: ProvenIdentity): Promise<string> {
    const enter = () => this.commands.execute(new EnterThroughProvider(identity));
    return enter().catch(error => {
      if (error instanceof DomainError && error.kind === 'conflict') return enter();
      throw error;
    });
  }

  private opened(provider: string, pending: string | undefined): Visit {
    const visit = pending && this.read(pending);
    if (!visit || visit.provider !== provider || visit.until < this.clock.now().getTime())
      throw new SignInFailed('not_started_here');
    return visit;
  }

  private read(pending: string): Visit | undefined {
    try {
      return visitShape.parse(JSON.parse(this.secrets.open(pending, 'sign-in')));
    } catch {
      return undefined;
    }
  }
}
