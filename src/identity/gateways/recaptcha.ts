import { createHash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import { InjectMetric } from '@willsoto/nestjs-prometheus';
import type { Counter } from 'prom-client';
import { z } from 'zod';
import { Environment } from '../../config/environment.ts';
import { Clock } from '../../kernel/domain/clock.ts';
import { RedisConnection } from '../../kernel/persistence/redis-connection.ts';
import { Captcha, type CaptchaAction, type CaptchaVerdict } from '../domain/captcha.ts';
import { CAPTCHA_VERDICTS } from './captcha-verdicts.ts';
import { CircuitBreaker } from './circuit-breaker.ts';

const TIMEOUT_MS = 5_000;
/** Anything else might move Google to an error, and so let one visitor make the captcha unavailable to all. */
const TOKEN = /^[!-~]{1,4096}$/;
const LARGEST_ANSWER = 16_384;
const OLDEST_MS = 120_000;
const SKEW_MS = 10_000;
/** Beyond the end of any token's life, whatever the clocks say. */
const REMEMBERED_MS = 2 * OLDEST_MS;

/** What a browser leaves out may be missing. A score may not: only the keys of another reCAPTCHA have none. */
const siteverifyAnswer = z.discriminatedUnion('success', [
  z.object({
    success: z.literal(true),
    score: z.number().min(0).max(1),
    action: z.string().optional(),
    hostname: z.string().optional(),
    challenge_ts: z.iso.datetime({ offset: true }),
  }),
  z.object({ success: z.literal(false), 'error-codes': z.array(z.string()).default([]) }),
]);

type SiteverifyAnswer = z.infer<typeof siteverifyAnswer>;

/** Google's reCAPTCHA v3. */
@Injectable()
export class Recaptcha extends Captcha {
  override readonly isOn: boolean;
  private readonly hostnames: Set<string | undefined>;
  private readonly circuit: CircuitBreaker;
  private readonly logger = new Logger(Recaptcha.name);

  constructor(
    private readonly environment: Environment,
    private readonly clock: Clock,
    private readonly connection: RedisConnection,
    @InjectMetric(CAPTCHA_VERDICTS) private readonly verdicts: Counter,
  ) {
    super();
    this.isOn = environment.RECAPTCHA_SECRET !== '';
    this.hostnames = hostnamesOf(environment);
    this.circuit = new CircuitBreaker(clock);
  }

  override async verdict(token: string | undefined, action: CaptchaAction, address: string): Promise<CaptchaVerdict> {
    if (!this.isOn) return 'human';
    const verdict = await this.judge(token, action, address);
    this.verdicts.inc({ action, verdict });
    return verdict;
  }

  private async judge(token: string | undefined, action: CaptchaAction, address: string): Promise<CaptchaVerdict> {
    if (!token || !TOKEN.test(token)) return 'not_human';
    if (!this.circuit.admits()) return 'unavailable';
    try {
      const answer = await this.ask(token, address);
      const isHuman = this.isConvincing(answer, action) && (await this.isFirstUse(token));
      this.circuit.succeeded();
      return isHuman ? 'human' : 'not_human';
    } catch (error) {
      this.circuit.failed();
      this.logger.error(error, 'The captcha is unavailable');
      return 'unavailable';
    }
  }

  private async ask(token: string, address: string): Promise<SiteverifyAnswer> {
    const response = await this.post(
      new URLSearchParams({ secret: this.environment.RECAPTCHA_SECRET, response: token, remoteip: address }),
    );
    const text = await boundedText(response);
    if (!response.ok) throw new Error(`siteverify answered ${response.status}`);
    const answer = siteverifyAnswer.parse(JSON.parse(text));
    if (!answer.success && answer['error-codes'].some(code => code.endsWith('-input-secret')))
      throw new Error('reCAPTCHA is misconfigured: Google refuses RECAPTCHA_SECRET');
    return answer;
  }

  private post(body: URLSearchParams): Promise<Response> {
    const signal = AbortSignal.timeout(TIMEOUT_MS);
    const attempt = () => fetch(this.environment.RECAPTCHA_URL, { method: 'POST', body, redirect: 'error', signal });
    // A connection kept alive may be gone, and another is quickly made. When the time is up, this fails at once.
    return attempt().catch(attempt);
  }

  private isConvincing(answer: SiteverifyAnswer, action: CaptchaAction): boolean {
    if (!answer.success) return false;
    const age = this.clock.now().getTime() - Date.parse(answer.challenge_ts);
    return (
      answer.action === action &&
      this.hostnames.has(answer.hostname) &&
      answer.score >= this.environment.RECAPTCHA_MIN_SCORE &&
      age <= OLDEST_MS &&
      age >= -SKEW_MS
    );
  }

  private async isFirstUse(token: string): Promise<boolean> {
    const key = `captcha:${createHash('sha256').update(token).digest('hex')}`;
    return (await this.connection.redis.set(key, 1, 'PX', REMEMBERED_MS, 'NX')) === 'OK';
  }
}

function hostnamesOf({ RECAPTCHA_HOSTNAMES, APP_URL, PUBLIC_URL }: Environment): Set<string | undefined> {
  const named = RECAPTCHA_HOSTNAMES.split(',').map(name => name.trim());
  const hostnames = named.filter(name => name !== '');
  return new Set(hostnames.length > 0 ? hostnames : [new URL(APP_URL ?? PUBLIC_URL).hostname]);
}

async function boundedText(response: Response): Promise<string> {
  const decoder = new TextDecoder();
  let text = '';
  for await (const chunk of response.body ?? []) {
    text += decoder.decode(chunk, { stream: true });
    if (text.length > LARGEST_ANSWER) throw new Error('siteverify answered too much');
  }
  return text;
}
