import { Injectable } from '@nestjs/common';
import { CommandBus, QueryBus } from '@nestjs/cqrs';
import { z } from 'zod';
import { Clock } from '../../kernel/domain/clock.ts';
import { RehashPassword } from '../commands/rehash-password.ts';
import { ReportFailedSignIns } from '../commands/report-failed-sign-ins.ts';
import { UseSecondFactor } from '../commands/use-second-factor.ts';
import { Passwords } from '../domain/passwords.ts';
import { Secrets } from '../domain/secrets.ts';
import { SecondFactorRequired, TicketInvalid, WrongCredentials } from '../domain/sign-in.errors.ts';
import { type Attempt, SignInAttempts } from '../domain/sign-in-attempts.ts';
import { normalizeEmail } from '../email.contract.ts';
import { hashOf } from '../gateways/opaque-tokens.ts';
import { GetCredentials } from '../queries/get-credentials.ts';
import type { SessionView } from '../queries/session.view.ts';
import { BeginSession, type Guest } from './begin-session.ts';
import { CheckVisitor } from './check-visitor.ts';
import { MatchPassword } from './match-password.ts';

const TICKET_MS = 5 * 60_000;
const ticketShape = z.strictObject({
  userId: z.uuid(),
  until: z.number(),
  /** A digest of the hash that the password was matched with; null for who came through a provider. */
  password: z.string().nullable(),
});
type Ticket = z.infer<typeof ticketShape>;

export interface SignInRequest {
  readonly email: string;
  readonly password: string;
  readonly captchaToken?: string | undefined;
  readonly mailProof?: string | undefined;
}

/** Signing in with a password, and with a second factor where the account has one. */
@Injectable()
export class SignIn {
  constructor(
    private readonly commands: CommandBus,
    private readonly queries: QueryBus,
    private readonly visitors: CheckVisitor,
    private readonly attempts: SignInAttempts,
    private readonly passwords: Passwords,
    private readonly matching: MatchPassword,
    private readonly secrets: Secrets,
    private readonly sessions: BeginSession,
    private readonly clock: Clock,
  ) {}

  /**
   * @throws WrongCredentials for a wrong password and for an unknown address alike, after the same time
   * @throws SecondFactorRequired @throws TooManyAttempts @throws AccountLocked @throws CaptchaFailed @throws MailProofRequired
   */
  async withPassword({ password, ...request }: SignInRequest, guest: Guest): Promise<SessionView> {
    const { email } = request;
    // In a flood, turning away has to be cheap.
    this.passwords.assertRoom();
    await this.visitors.admit({ ...request, action: 'login', address: guest.address });
    const credentials = await this.queries.execute(new GetCredentials({ email }, guest.deviceToken));
    const attempt = attemptOf(normalizeEmail(email), guest, credentials?.deviceIsKnown);
    const { alarming } = await this.attempts.begin(attempt);
    if (alarming) await this.commands.execute(new ReportFailedSignIns(email));

    const isRight = await this.matching.matches(attempt, password, credentials?.passwordHash);
    if (!isRight || !credentials) throw new WrongCredentials();
    const userId = credentials.account.id;
    const passwordHash = await this.strengthen(userId, password, credentials.passwordHash as string);
    return this.enter(userId, credentials.hasSecondFactor, guest, passwordHash);
  }

  /**
   * For somebody whose first factor has been checked.
   * @param passwordHash the one that it matched, if it was a password
   * @throws SecondFactorRequired @throws WrongCredentials @throws AccountLocked
   */
  enter(userId: string, hasSecondFactor: boolean, guest: Guest, passwordHash?: string): Promise<SessionView> {
    if (hasSecondFactor) throw new SecondFactorRequired(this.ticketFor(userId, passwordHash));
    return this.sessions.begin(userId, guest, passwordHash);
  }

  /** @throws TicketInvalid @throws WrongCode @throws TooManyAttempts @throws WrongCredentials @throws AccountLocked */
  async withSecondFactor(ticket: string, code: string, guest: Guest): Promise<SessionView> {
    const { userId, password } = this.opened(ticket);
    const credentials = await this.queries.execute(new GetCredentials({ userId }, guest.deviceToken));
    const passwordHash = password === null ? undefined : (credentials?.passwordHash ?? '');
    if (digestOf(passwordHash) !== password) throw new TicketInvalid();
    const attempt = attemptOf(`second factor of ${userId}`, guest, credentials?.deviceIsKnown);
    await this.attempts.begin(attempt);
    await this.commands.execute(new UseSecondFactor(userId, code));
    await this.attempts.succeed(attempt);
    return this.sessions.begin(userId, guest, passwordHash);
  }

  private ticketFor(userId: string, passwordHash: string | undefined): string {
    const until = this.clock.now().getTime() + TICKET_MS;
    const ticket: Ticket = { userId, until, password: digestOf(passwordHash) };
    return this.secrets.seal(JSON.stringify(ticket), 'ticket');
  }

  private opened(sealed: string): Ticket {
    try {
      const ticket = ticketShape.parse(JSON.parse(this.secrets.open(sealed, 'ticket')));
      if (this.clock.now().getTime() <= ticket.until) return ticket;
    } catch {
      // Whatever was sent, it is no ticket of ours.
    }
    throw new TicketInvalid();
  }

  /**
   * Only now is the password at hand to be hashed under parameters that have risen since.
   * @returns the hash that it matches from now on
   * @throws WrongCredentials when the password has changed meanwhile
   */
  private async strengthen(userId: string, password: string, hash: string): Promise<string> {
    if (!this.passwords.isOutdated(hash)) return hash;
    const stronger = await this.passwords.hash(password);
    const stored = await this.commands.execute(new RehashPassword(userId, hash, stronger));
    if (stored === stronger) return stronger;
    // Another sign-in at the same moment has strengthened it, or it is another password.
    if (!stored || !(await this.passwords.matches(password, stored))) throw new WrongCredentials();
    return stored;
  }
}

function digestOf(passwordHash: string | undefined): string | null {
  return passwordHash === undefined ? null : hashOf(passwordHash).toString('base64url');
}

function attemptOf(account: string, { address, deviceToken }: Guest, deviceIsKnown = false): Attempt {
  return { account, address, ...(deviceIsKnown && deviceToken !== undefined && { device: deviceToken }) };
}
