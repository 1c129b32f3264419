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
import { GetCredentials } from '../queries/get-credentials.ts';
import type { SessionView } from '../queries/session.view.ts';
import { BeginSession, type Guest } from './begin-session.ts';
import { CheckVisitor } from './check-visitor.ts';

const TICKET_MS = 5 * 60_000;
const ticketShape = z.strictObject({ userId: z.uuid(), until: z.number() });

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

    const isRight = await this.passwords.matches(password, credentials?.passwordHash);
    if (!isRight || !credentials) throw new WrongCredentials();
    await this.attempts.succeed(attempt);
    const userId = credentials.account.id;
    await this.strengthen(userId, password, credentials.passwordHash as string);
    return this.enter(userId, credentials.hasSecondFactor, guest);
  }

  /** For somebody whose first factor has been checked. @throws SecondFactorRequired @throws AccountLocked */
  enter(userId: string, hasSecondFactor: boolean, guest: Guest): Promise<SessionView> {
    if (hasSecondFactor) throw new SecondFactorRequired(this.ticketFor(userId));
    return this.sessions.begin(userId, guest);
  }

  /** @throws TicketInvalid @throws WrongCode @throws TooManyAttempts @throws AccountLocked */
  async withSecondFactor(ticket: string, code: string, guest: Guest): Promise<SessionView> {
    const userId = this.userOf(ticket);
    const credentials = await this.queries.execute(new GetCredentials({ userId }, guest.deviceToken));
    const attempt = attemptOf(`second factor of ${userId}`, guest, credentials?.deviceIsKnown);
    await this.attempts.begin(attempt);
    await this.commands.execute(new UseSecondFactor(userId, code));
    await this.attempts.succeed(attempt);
    return this.sessions.begin(userId, guest);
  }

  private ticketFor(userId: string): string {
    return this.secrets.seal(JSON.stringify({ userId, until: this.clock.now().getTime() + TICKET_MS }), 'ticket');
  }

  private userOf(ticket: string): string {
    try {
      const { userId, until } = ticketShape.parse(JSON.parse(this.secrets.open(ticket, 'ticket')));
      if (this.clock.now().getTime() <= until) return userId;
    } catch {
      // Whatever was sent, it is no ticket of ours.
    }
    throw new TicketInvalid();
  }

  /** Only now is the password at hand to be hashed under parameters that have risen since. */
  private async strengthen(userId: string, password: string, hash: string): Promise<void> {
    if (!this.passwords.isOutdated(hash)) return;
    await this.commands.execute(new RehashPassword(userId, hash, await this.passwords.hash(password)));
  }
}

function attemptOf(account: string, { address, deviceToken }: Guest, deviceIsKnown = false): Attempt {
  return { account, address, ...(deviceIsKnown && deviceToken !== undefined && { device: deviceToken }) };
}
