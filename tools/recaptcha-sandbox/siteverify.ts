import { randomBytes } from 'node:crypto';

const LIFETIME_MS = 120_000;

/** What the browser saw when it asked for a token. */
export interface Visit {
  action: string;
  /** 0 to 1; 0.9 unless given. */
  score?: number;
  hostname?: string;
  /** How long ago that was; negative for a clock that is ahead. */
  ageSeconds?: number;
}

export type SiteverifyAnswer =
  | { success: true; challenge_ts: string; hostname: string; score: number; action: string }
  | { success: false; 'error-codes': string[] };

interface Token {
  readonly visit: Visit;
  readonly madeAt: number;
  used: boolean;
}

/** Google's part in reCAPTCHA v3: makes the tokens of browsers, and judges each once. */
export class Siteverify {
  private readonly tokens = new Map<string, Token>();
  private readonly secret: string;
  private readonly hostname: string;
  private readonly now: () => Date;

  constructor(secret: string, hostname: string, now: () => Date) {
    this.secret = secret;
    this.hostname = hostname;
    this.now = now;
  }

  /** @returns about as many characters as Google's tokens have */
  token(visit: Visit): string {
    const token = randomBytes(750).toString('base64url');
    this.tokens.set(token, {
      visit,
      madeAt: this.now().getTime() - (visit.ageSeconds ?? 0) * 1000,
      used: false,
    });
    return token;
  }

  answer(form: URLSearchParams): SiteverifyAnswer {
    const secret = form.get('secret');
    if (secret !== this.secret) return refusal(secret ? 'invalid-input-secret' : 'missing-input-secret');
    const response = form.get('response');
    if (!response) return refusal('missing-input-response');
    const token = this.tokens.get(response);
    if (!token) return refusal('invalid-input-response');
    if (token.used || this.now().getTime() - token.madeAt > LIFETIME_MS) return refusal('timeout-or-duplicate');
    token.used = true;
    return this.confirmation(token);
  }

  private confirmation({ visit: { action, score = 0.9, hostname = this.hostname }, madeAt }: Token): SiteverifyAnswer {
    // Google writes whole seconds.
    const challenge_ts = new Date(madeAt).toISOString().replace(/\.\d+/, '');
    return { success: true, challenge_ts, hostname, score, action };
  }
}

function refusal(code: string): SiteverifyAnswer {
  return { success: false, 'error-codes': [code] };
}
