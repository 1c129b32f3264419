import { readFileSync } from 'node:fs';
import { z } from 'zod';
import { CURRENCIES } from '../kernel/domain/money.ts';

const url = (protocols: RegExp, example: string) => z.url({ protocol: protocols }).meta({ example });
const port = (fallback: number) => z.coerce.number().int().min(0).max(65535).default(fallback);

const limit = (fallback: number) => z.coerce.number().int().min(1).default(fallback);

const minimum = z.string().regex(new RegExp(`^(${CURRENCIES.join('|')}):[1-9]\\d{0,7}$`));

const fee = z.string().regex(new RegExp(`^(${CURRENCIES.join('|')}):(0|[1-9]\\d{0,3})\\+(0|[1-9]\\d{0,7})$`));

/** A range of everybody would let everybody say where they are. */
const proxyRange = z.union([z.ipv4(), z.ipv6(), z.cidrv4(), z.cidrv6()]).refine(range => !range.endsWith('/0'));

const openIdProviders = z
  .string()
  .transform((text, context): unknown => {
    try {
      return JSON.parse(text);
    } catch {
      context.addIssue({ code: 'custom', message: 'Expected JSON' });
      return z.NEVER;
    }
  })
  .pipe(
    z.record(
      z.string().regex(/^[a-z][a-z0-9-]{0,30}$/),
      z.strictObject({
        issuer: z.url({ protocol: /^https?$/ }).optional(),
        clientId: z.string().min(1),
        clientSecret: z.string().min(1),
      }),
    ),
  )
  .refine(
    providers => Object.entries(providers).every(([name, { issuer }]) => issuer || /^(google|github)$/.test(name)),
    'Expected an issuer for every provider but google and github',
  );

/** Every setting Azora reads. Each key is an environment variable; `KEY_FILE` names a file that holds the value instead. */
export const environmentSchema = z.object({
  NODE_ENV: z
    .enum(['development', 'test', 'production'])
    .default('development')
    .describe('production refuses test keys and default secrets'),
  HOST: z.string().default('127.0.0.1').describe('address the API listens on; 0.0.0.0 inside a container'),
  PORT: port(3000).describe('port of the API'),
  METRICS_PORT: port(9464).describe('private port of /metrics and the health probes; 0 takes a free one'),
  PUBLIC_URL: url(/^https?$/, 'http://127.0.0.1:3000')
    .default('http://127.0.0.1:3000')
    .describe('where the world reaches the API; links in mails start with it'),
  APP_URL: url(/^https?$/, 'http://127.0.0.1:3000')
    .optional()
    .describe(
      "where the platform's own pages are: links in mails lead there, and its pages may use cookies; unset means PUBLIC_URL",
    ),
  TRUSTED_PROXIES: z
    .string()
    .refine(
      text => text.split(',').every(range => proxyRange.safeParse(range.trim()).success),
      'Expected addresses or CIDR ranges, separated by commas',
    )
    .default('')
    .describe('proxies whose X-Forwarded-For counts: addresses or CIDR ranges, separated by commas'),
  WORKERS: z.enum(['on', 'off']).default('on').describe('whether the API process also runs the background workers'),
  LOG_LEVEL: z
    .enum(['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'])
    .default('info')
    .describe('pino log level'),
  DATABASE_URL: url(/^postgres(ql)?$/, 'postgresql://azora:azora@127.0.0.1:5432/azora').describe(
    'PostgreSQL 15 or newer',
  ),
  DATABASE_POOL: z.coerce
    .number()
    .int()
    .min(2)
    .max(200)
    .default(20)
    .describe('connections for writes, and as many for reads'),
  REDIS_URL: url(/^rediss?$/, 'redis://127.0.0.1:6379').describe('Redis 6.2 or newer, for queues and rate limits'),
  SMTP_URL: url(/^smtps?$/, 'smtp://127.0.0.1:1025').describe('outgoing mail'),
  MAIL_FROM: z.string().min(3).default('Azora <no-reply@azora.test>').describe('sender of every mail'),
  PLATFORM_NAME: z.string().max(200).default('Azora').describe('who sells and teaches, on receipts and certificates'),
  PLATFORM_ADDRESS: z
    .string()
    .max(500)
    .default('')
    .describe('where the seller is, on receipts, e.g. 1 Main Street, Springfield'),
  PDF_FONTS: z
    .string()
    .default('')
    .describe(
      'TrueType or OpenType files, separated by commas, for what the standard fonts of PDF lack: all but Western European languages',
    ),
  ENCRYPTION_SECRET: z
    .string()
    .regex(/^[^,]{32,}(,[^,]{32,})?$/, 'Expected at least 32 characters, none of them a comma')
    .meta({ example: 'at-least-32-random-characters-0000' })
    .describe(
      'encrypts signing keys and authenticator secrets, and seals the links in mails; at least 32 random characters; while rotating, the new one and the old one, separated by a comma',
    ),
  STRIPE_SECRET_KEY: z
    .string()
    .regex(/^(sk|rk)_(test|live)_\w+$/)
    .meta({ example: 'sk_test_azora_local' })
    .describe("Stripe's secret key"),
  STRIPE_WEBHOOK_SECRET: z
    .string()
    .default('')
    .describe(
      "the signing secret of Stripe's webhooks; two, separated by a comma, while rotating; empty turns the webhook off",
    ),
  STRIPE_API_BASE: url(/^https?$/, 'http://127.0.0.1:12111')
    .optional()
    .describe('a Stripe-compatible host; unset means Stripe itself'),
  REFUND_WINDOW_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .default(30)
    .describe('days in which learners may take back what they paid for a course'),
  CHARGES_PER_DAY: limit(50).describe(
    'charges of one payer within 24 hours; more are refused, and somebody is alerted',
  ),
  PAYOUT_HOLD_DAYS: z.coerce
    .number()
    .int()
    .min(0)
    .max(3_650)
    .meta({ example: 30 })
    .optional()
    .describe('days until what an instructor earned can be paid out; unset means REFUND_WINDOW_DAYS'),
  PAYOUT_MINIMUMS: z
    .string()
    .refine(
      text => text.split(',').every(pair => pair === '' || minimum.safeParse(pair).success),
      'Expected currencies, each with a whole number from 1 to 99999999',
    )
    .default('USD:1000,EUR:1000')
    .describe(
      'the least that is paid out, by currency, in minor units (1000 is 10.00 USD, 1000 JPY, 1.000 KWD); 1000 where nothing is said',
    ),
  SPLIT_AFTER_FEES: z
    .string()
    .refine(
      text => text.split(',').every(pair => pair === '' || fee.safeParse(pair).success),
      'Expected currencies, each with ten-thousandths below 10000 and minor units, such as USD:290+30',
    )
    .default('')
    .describe(
      "what is taken off a price before it is divided between instructors and platform, by currency, in ten-thousandths and minor units, e.g. USD:290+30 for 2.9 % and 0.30 USD; the platform keeps it, and bears Stripe's real fee; empty divides all that is paid",
    ),
  COURSE_REVIEW: z
    .enum(['on', 'off'])
    .default('off')
    .describe('whether somebody of the staff has to approve a course, and each change to one, before it is on sale'),
  FILE_STORAGE_PATH: z
    .string()
    .default('.azora/files')
    .describe("where lessons' files are kept without S3_BUCKET: a folder that all processes share"),
  FILE_MAX_BYTES: z.coerce
    .number()
    .int()
    .min(1)
    .max(5 * 2 ** 30)
    .default(2 * 2 ** 30)
    .describe('the most bytes that one file of a lesson has, 5 GiB at most'),
  S3_BUCKET: z.string().default('').describe("the bucket of lessons' files; empty keeps them in FILE_STORAGE_PATH"),
  S3_ENDPOINT: url(/^https?$/, 'http://127.0.0.1:9000')
    .optional()
    .describe('an S3-compatible store, which clients reach too; unset means Amazon'),
  S3_REGION: z.string().default('us-east-1').describe('region of the bucket'),
  S3_ACCESS_KEY_ID: z
    .string()
    .default('')
    .describe('empty takes what the machine has: a role, or the variables and files of AWS'),
  S3_SECRET_ACCESS_KEY: z.string().default('').describe('belongs to S3_ACCESS_KEY_ID'),
  S3_FORCE_PATH_STYLE: z
    .enum(['on', 'off'])
    .default('off')
    .describe('whether the bucket is in the path and not in the name of the host, as most stores but Amazon want it'),
  CLAMAV_URL: url(/^tcp$/, 'tcp://127.0.0.1:3310')
    .optional()
    .describe("clamd, which scans lessons' files before they are published; unset scans nothing"),
  OPENID_PROVIDERS: z
    .string()
    .default('{}')
    .pipe(openIdProviders)
    .describe(
      'sign-in through others, as JSON: name → issuer, clientId, clientSecret; google and github need no issuer',
    ),
  RECAPTCHA_SECRET: z.string().default('').describe("reCAPTCHA v3's secret key; empty turns it off"),
  RECAPTCHA_URL: url(/^https?$/, 'https://www.google.com/recaptcha/api/siteverify')
    .default('https://www.google.com/recaptcha/api/siteverify')
    .describe('where captcha tokens are verified'),
  RECAPTCHA_HOSTNAMES: z
    .string()
    .default('')
    .describe('hosts whose captcha tokens count, separated by commas; empty means the host of APP_URL'),
  RECAPTCHA_MIN_SCORE: z.coerce.number().min(0).max(1).default(0.5).describe('how human a visitor must seem, 0 to 1'),
  RATE_LIMIT_PER_MINUTE: limit(100).describe('requests a minute and IP address (IPv6: its /64)'),
  RATE_LIMIT_USER_PER_MINUTE: limit(300).describe('requests a minute of a signed-in user'),
  RATE_LIMIT_AUTH_PER_MINUTE: limit(20).describe('attempts a minute and IP address to sign up, sign in or reset'),
  RATE_LIMIT_MONEY_PER_MINUTE: limit(30).describe('requests a minute that move money, for each user'),
});

/** The validated environment; the class is its injection token. */
// biome-ignore lint/suspicious/noUnsafeDeclarationMerging: the schema is the only source of the fields
export abstract class Environment {}
export interface Environment extends Readonly<z.infer<typeof environmentSchema>> {}

type Variables = Record<string, string | undefined>;

/**
 * Reads and validates the environment once, at start.
 * @throws an Error whose one message names every fault, what was expected and an example.
 */
export function readEnvironment(variables: Variables = process.env): Environment {
  const { values, unreadable } = withFiles(variables);
  const parsed = environmentSchema.safeParse(values);
  const invalid = parsed.success ? [] : parsed.error.issues.map(faultOf);
  const faults = [...unreadable, ...invalid, ...unsafeInProduction(values)];
  if (faults.length > 0)
    throw new Error(`The environment is not usable:\n${faults.map(fault => `  - ${fault}`).join('\n')}`);
  return Object.freeze(parsed.data as Environment);
}

/** The text of `.env.example`. */
export function environmentExample(): string {
  return Object.entries(environmentSchema.shape)
    .map(([key, schema]) => {
      const fallback = schema.safeParse(undefined).data;
      const value = fallback ?? schema.meta()?.example ?? exampleOf(schema);
      const written = typeof value === 'object' ? JSON.stringify(value) : value;
      return `# ${schema.description}\n${fallback === undefined ? '' : '# '}${key}=${written}\n`;
    })
    .join('\n');
}

function exampleOf(schema: z.ZodType): unknown {
  return schema instanceof z.ZodOptional ? (schema.unwrap() as z.ZodType).meta()?.example : '';
}

function withFiles(variables: Variables): { values: Variables; unreadable: string[] } {
  const values: Variables = {};
  const unreadable: string[] = [];
  for (const key of Object.keys(environmentSchema.shape)) {
    const file = variables[`${key}_FILE`];
    try {
      const value = variables[key] || (file && readFileSync(file, 'utf8').trim());
      if (value) values[key] = value;
    } catch (error) {
      unreadable.push(`${key}_FILE: ${(error as Error).message}`);
    }
  }
  return { values, unreadable };
}

function faultOf(issue: z.core.$ZodIssue): string {
  const key = String(issue.path[0]) as keyof typeof environmentSchema.shape;
  const schema = environmentSchema.shape[key];
  const example = schema.meta()?.example ?? exampleOf(schema);
  return `${key}: ${issue.message} (${schema.description}${example ? `; e.g. ${example}` : ''})`;
}

function unsafeInProduction({
  NODE_ENV,
  STRIPE_SECRET_KEY,
  ENCRYPTION_SECRET,
  STRIPE_API_BASE,
  RECAPTCHA_URL,
  OPENID_PROVIDERS,
}: Variables): string[] {
  const faults: string[] = [];
  if (NODE_ENV !== 'production') {
    if (STRIPE_SECRET_KEY?.includes('_live_'))
      faults.push('STRIPE_SECRET_KEY: a live key is refused outside production');
    return faults;
  }
  if (STRIPE_SECRET_KEY?.includes('_test_')) faults.push('STRIPE_SECRET_KEY: a test key is refused in production');
  if (/azora-local|example|at-least-32/.test(ENCRYPTION_SECRET ?? ''))
    faults.push('ENCRYPTION_SECRET: a default secret is refused in production');
  if (STRIPE_API_BASE) faults.push('STRIPE_API_BASE: production talks to Stripe itself');
  if (RECAPTCHA_URL && !/^https:/i.test(RECAPTCHA_URL)) faults.push('RECAPTCHA_URL: production asks over https only');
  const providers = Object.values(openIdProviders.safeParse(OPENID_PROVIDERS).data ?? {});
  if (providers.some(({ issuer }) => issuer && new URL(issuer).protocol === 'http:'))
    faults.push('OPENID_PROVIDERS: an issuer without TLS is refused in production');
  return faults;
}
